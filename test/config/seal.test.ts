import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { utf8, utf8Text } from "#base/bytes.ts";
import { decodeAesKey } from "#config/seal/aes-key-text.ts";
import { accept, decide, lines, MINIMAL } from "./decide.ts";

const HEX = "00112233445566778899aabbccddeeff".repeat(2);
const STATIC = `seal "static" { current_key = "${HEX}" current_key_id = "a" }`;
const TRANSIT = 'seal "transit" { address = "https://p:8200" token = "t" key_name = "k" }';

describe("which seal is in charge", () => {
  test("Shamir's, when nobody says", () => assert.deepEqual(accept(MINIMAL).seal, { type: "shamir" }));

  test("the enabled block; a disabled one is what the cluster moves away from", () => {
    const config = accept(`${MINIMAL}${TRANSIT}\n${STATIC.replace("{", "{ disabled = true ")}`);
    assert.equal(config.seal.type, "transit");
    assert.equal(config.previousSeal?.type, "static");
    assert.deepEqual([config.sealPath, config.previousSealPath], ["seal[0]", "seal[1]"]);
  });

  test("one disabled block alone means: back to Shamir", () => {
    const config = accept(`${MINIMAL}${TRANSIT.replace("{", '{ disabled = "true" ')}`);
    assert.equal(config.seal.type, "shamir");
    assert.equal(config.previousSeal?.type, "transit");
  });

  test("from one transit to another, the variables belong to the one in charge", () => {
    const old = 'seal "transit" { disabled = true address = "https://old:1" token = "old" key_name = "old" }';
    const environment = { VAULT_TRANSIT_SEAL_KEY_NAME: "new", VAULT_TRANSIT_SEAL_TOKEN: "new" };
    const { seal, previousSeal } = accept(`${MINIMAL}${TRANSIT}\n${old}`, { environment });
    assert.ok(seal.type === "transit" && previousSeal?.type === "transit");
    assert.deepEqual([seal.keyName, previousSeal.keyName], ["new", "old"]);
    assert.equal(previousSeal.address, "https://old:1");
  });

  test("VAULT_SEAL_TYPE picks among the blocks and warns about those it passes over", () => {
    const inputs = { environment: { VAULT_SEAL_TYPE: "static" } };
    const { config, warnings } = decide(`${MINIMAL}${TRANSIT}\n${STATIC}`, inputs);
    assert.equal(config?.seal.type, "static");
    assert.deepEqual(lines(warnings), ["a.hcl:3: seal: has no effect: VAULT_SEAL_TYPE names another seal"]);
  });

  test("VAULT_SEAL_TYPE without a block takes everything from the environment", () => {
    const environment = {
      VAULT_SEAL_TYPE: "transit",
      VAULT_ADDR: "https://p:8200",
      VAULT_TOKEN: "t",
      VAULT_TRANSIT_SEAL_KEY_NAME: "k",
    };
    const { seal } = accept(MINIMAL, { environment });
    assert.ok(seal.type === "transit");
    assert.deepEqual([seal.address, seal.keyName, seal.mountPath], ["https://p:8200", "k", "transit"]);
  });

  test("VAULT_SEAL_TYPE of an unknown kind refuses the start", () => {
    const { errors } = decide(MINIMAL, { environment: { BAO_SEAL_TYPE: "magic" } });
    assert.match(lines(errors)[0] ?? "", /^environment:BAO_SEAL_TYPE: seal: type "magic" is refused/);
  });
});

describe("a static key", () => {
  const bytes = Uint8Array.fromHex(HEX);

  test("is read from hexadecimal, both base64 alphabets or the bytes themselves", () => {
    const texts = [
      HEX,
      HEX.toUpperCase(),
      bytes.toBase64(),
      bytes.toBase64({ alphabet: "base64url", omitPadding: true }),
    ];
    for (const text of [...texts, ...texts.map((one) => `${one}\n`)])
      assert.deepEqual(decodeAesKey(utf8(text)), bytes, text);
    assert.deepEqual(decodeAesKey(bytes), bytes);
  });

  test("of another length or alphabet is none", () => {
    for (const text of ["", HEX.slice(1), `${HEX}0`, "g".repeat(64), "!".repeat(44), "é".repeat(32)]) {
      assert.equal(decodeAesKey(utf8(text)), undefined, text);
    }
  });

  test("may stand in a file, or in a variable of any name", () => {
    const text = `${MINIMAL}seal "static" { current_key = "file:///run/key" current_key_id = "b" previous_key = "env://OLD_KEY" previous_key_id = "a" }`;
    const { seal } = accept(text, { environment: { OLD_KEY: HEX } });
    assert.ok(seal.type === "static");
    assert.deepEqual(seal.current, { id: "b", key: { kind: "file", path: "/run/key" } });
    assert.ok(seal.previous?.key.kind === "value");
    assert.equal(utf8Text(seal.previous.key.secret.reveal()), HEX);
  });
});

describe("how the transit seal proves itself", () => {
  const withAuth = (auth: string): string =>
    `${MINIMAL}seal "transit" { address = "https://p:8200" key_name = "k"\n${auth} }`;

  test("by a token file, read when needed", () => {
    const { seal } = accept(withAuth('token_file = "/run/token"'));
    assert.ok(seal.type === "transit");
    assert.deepEqual(seal.login, { method: "token", token: { kind: "file", path: "/run/token" } });
  });

  test("by AppRole, with or without a secret id", () => {
    const { seal } = accept(
      withAuth('auth "approle" { mount_path = "auth/ci/" role_id = "r" secret_id_file = "/s" }'),
    );
    assert.ok(seal.type === "transit" && seal.login.method === "approle");
    assert.equal(seal.login.mountPath, "ci");
    assert.deepEqual(seal.login.secretId, { kind: "file", path: "/s" });
    const bare = accept(withAuth('auth "approle" { role_id_file = "/r" }')).seal;
    assert.ok(
      bare.type === "transit" && bare.login.method === "approle" && bare.login.secretId === undefined,
    );
  });

  test("by a user's password", () => {
    const { seal } = accept(withAuth('auth "userpass" { username = "seal" password = "env://PASS" }'), {
      environment: { PASS: "horse" },
    });
    assert.ok(seal.type === "transit" && seal.login.method === "userpass");
    assert.equal(seal.login.mountPath, "userpass");
    assert.ok(seal.login.password.kind === "value");
    assert.equal(utf8Text(seal.login.password.secret.reveal()), "horse");
  });

  test("a client's VAULT_TOKEN does not push a login aside, the seal's own variable does", () => {
    const text = withAuth('auth "userpass" { username = "u" password = "p" }');
    const general = accept(text, { environment: { VAULT_TOKEN: "t" } }).seal;
    assert.ok(general.type === "transit" && general.login.method === "userpass");
    const own = accept(text, { environment: { VAULT_TRANSIT_SEAL_TOKEN: "t" } }).seal;
    assert.ok(own.type === "transit" && own.login.method === "token");
  });

  test("believing any certificate is said aloud", () => {
    const { warnings } = decide(withAuth('token = "t" tls_skip_verify = true'));
    assert.deepEqual(lines(warnings), [
      "a.hcl:4: seal.transit.tls_skip_verify: lets anyone who answers at the address guard the root key",
    ]);
  });
});
