// Row U of the corpus of bad inputs: initialising and unsealing, against running servers.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import type { HttpAnswer } from "#test/http-client/http-answer.ts";
import type { HttpClient } from "#test/http-client/http-client.ts";
import { assertRefused } from "#test/security/refusal.ts";
import { ServerProcess } from "#test/server/server-process.ts";
import { clientOf } from "#test/server/unsealed-server.ts";

const WANTED = "'key' must be specified in request body as JSON, or 'reset' set to true";
const NO_KEY = "'key' must be a valid hex or base64 string";
const INVALID = "unseal failed, invalid key";
const CONFIGURATION = "invalid seal configuration: ";

const noCounts: [body: unknown, reason: string][] = [
  [{}, `${CONFIGURATION}shares must be at least one`],
  [{ secret_shares: 0, secret_threshold: 0 }, `${CONFIGURATION}shares must be at least one`],
  [{ secret_shares: -1, secret_threshold: 1 }, `${CONFIGURATION}shares must be at least one`],
  [{ secret_shares: 256, secret_threshold: 3 }, `${CONFIGURATION}shares must be less than 256`],
  [{ secret_shares: 3 }, `${CONFIGURATION}threshold must be at least one`],
  [{ secret_shares: 1, secret_threshold: 2 }, `${CONFIGURATION}threshold cannot be larger than shares`],
  [{ secret_shares: 5, secret_threshold: 6 }, `${CONFIGURATION}threshold cannot be larger than shares`],
  [
    { secret_shares: 5, secret_threshold: 1 },
    `${CONFIGURATION}threshold must be greater than one for multiple shares`,
  ],
  [
    { secret_shares: 3, secret_threshold: 2, recovery_shares: 1 },
    "parameters recovery_shares not applicable to seal type shamir",
  ],
];

describe("a server that is being initialised and unsealed", () => {
  let server: ServerProcess;
  let anybody: HttpClient;
  let keys: string[];
  let otherKeys: string[];
  before(async () => {
    server = await ServerProcess.start({ tls: false });
    anybody = clientOf(server);
  });
  after(async () => {
    assert.equal(server.exitCode, null);
    anybody[Symbol.dispose]();
    await server[Symbol.asyncDispose]();
  });

  const unseal = (body: unknown): Promise<HttpAnswer> => anybody.put("/v1/sys/unseal", body);
  const progress = async (): Promise<number> => (await anybody.get("/v1/sys/seal-status")).json.progress;

  test("U10: counts of shares that cannot be → 400 in Vault's words, and nothing is initialised", async () => {
    for (const [body, reason] of noCounts)
      assertRefused(await anybody.put("/v1/sys/init", body), 400, reason);
    assert.equal((await anybody.get("/v1/sys/init")).json.initialized, false);
  });

  test("U13: what is no PGP key, or not one for each share → 400, and nothing is initialised", async () => {
    const wrong: [object, RegExp][] = [
      [{ pgp_keys: ["x", "y", "z"] }, /PGP key/],
      [{ pgp_keys: ["x"] }, /count mismatch between number of provided PGP keys and number of shares$/],
      [{ root_token_pgp_key: "!" }, /PGP key/],
      [{ recovery_pgp_keys: ["x"] }, /^parameters recovery_pgp_keys not applicable to seal type shamir$/],
    ];
    for (const [body, reason] of wrong) {
      const wish = { secret_shares: 3, secret_threshold: 2, ...body };
      assertRefused(await anybody.put("/v1/sys/init", wish), 400, reason);
    }
    assert.equal((await anybody.get("/v1/sys/init")).json.initialized, false);
  });

  test("before it is initialised nothing can be unsealed → 400", async () => {
    assertRefused(await unseal({ key: "00".repeat(33) }), 400, /not initialized/);
  });

  test("U9: of ten who initialise at once one succeeds; the others, and who comes later → 400", async () => {
    const wish = { secret_shares: 5, secret_threshold: 3 };
    const answers = await Promise.all(Array.from({ length: 10 }, () => anybody.put("/v1/sys/init", wish)));
    const [made, ...more] = answers.filter(({ status }) => status === 200);
    assert.ok(made);
    assert.equal(more.length, 0);
    for (const answer of answers)
      if (answer !== made) assertRefused(answer, 400, "Vault is already initialized");
    assertRefused(await anybody.put("/v1/sys/init", wish), 400, "Vault is already initialized");
    keys = made.json.keys_base64;
    await using other = await ServerProcess.start({ tls: false });
    using client = clientOf(other);
    otherKeys = (await client.put("/v1/sys/init", wish)).expect(200).json.keys_base64;
  });

  test("U1: no key, an empty one, no body → 400", async () => {
    for (const body of [{}, { key: "" }, "", { reset: false }])
      assertRefused(await unseal(body), 400, WANTED);
  });

  test("U2: what is neither hex nor base64 → 400, unrepeated", async () => {
    for (const key of ["zz!", "not a key at all", "%%%%", "a".repeat(43).concat("!"), 5]) {
      assertRefused(await unseal({ key }), 400, NO_KEY);
    }
  });

  test("U3: a key that is too short or too long → 400 that names the limit", async () => {
    assertRefused(await unseal({ key: "0011" }), 400, "invalid key: key is shorter than minimum 16 bytes");
    assertRefused(
      await unseal({ key: "ab".repeat(40) }),
      400,
      "invalid key: key is longer than maximum 33 bytes",
    );
    assert.equal(await progress(), 0);
  });

  test("U4: one share twice, in either spelling, counts once (CL-0.10.4)", async () => {
    const [first = ""] = keys;
    const hex = Buffer.from(first, "base64").toString("hex");
    for (const key of [first, first, hex, hex.toUpperCase()]) (await unseal({ key })).expect(200);
    assert.equal(await progress(), 1);
    (await unseal({ reset: true })).expect(200);
    assert.equal(await progress(), 0);
  });

  test("U5, U6, U7: at the threshold a share of x = 0, of another cluster or with one bit flipped → 400 without a hint, and from the start", async () => {
    const [, , third = ""] = keys;
    const flipped = Buffer.from(third, "base64");
    flipped[7] = (flipped[7] ?? 0) ^ 1;
    const zero = Buffer.from(third, "base64");
    zero[32] = 0;
    const wrong = {
      "x = 0": zero.toString("base64"),
      foreign: otherKeys[2] ?? "",
      flipped: flipped.toString("base64"),
    };
    for (const [what, key] of Object.entries(wrong)) {
      for (const good of keys.slice(0, 2)) (await unseal({ key: good })).expect(200);
      assertRefused(await unseal({ key }), 400, INVALID);
      assert.equal(await progress(), 0, what);
    }
  });

  test("U8: thousands of wrong tries use up nothing: the right keys still unseal", async () => {
    const bytes = Buffer.alloc(33, 7);
    const before = memoryOf(server.pid);
    for (let round = 0; round < 40; round++) {
      const tries = Array.from({ length: 50 }, (_, at) => {
        bytes.writeUInt32BE(round * 50 + at);
        bytes[32] = (at % 255) + 1;
        return unseal({ key: bytes.toString("base64") });
      });
      for (const { status } of await Promise.all(tries)) assert.ok(status === 200 || status === 400);
    }
    assert.ok(memoryOf(server.pid) - before < 64, "megabytes");
    (await unseal({ reset: true })).expect(200);
  });

  test("U14: two people who enter keys at once arrive at one unsealed server", async () => {
    const answers = await Promise.all(keys.map((key) => unseal({ key })));
    for (const answer of answers) answer.expect(200);
    assert.equal((await anybody.get("/v1/sys/seal-status")).json.sealed, false);
    assertRefused(await unseal({ reset: true }), 400, "vault is unsealed");
    assert.equal((await unseal({ key: keys[0] })).expect(200).json.sealed, false);
  });

  test("U12: after a restart everything that needs the barrier → 503, with and without a token", async () => {
    await server.restart();
    for (const path of ["sys/mounts", "kv/a", "auth/token/lookup-self", "nowhere"]) {
      assertRefused(await anybody.get(`/v1/${path}`), 503, "Vault is sealed");
      using someone = anybody.with({ token: "hvs.x" });
      assertRefused(await someone.put(`/v1/${path}`), 503, "Vault is sealed");
    }
  });
});

/** Anonymous memory, MB. */
function memoryOf(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(/RssAnon:\s+(\d+)/.exec(status)?.[1]) / 1024;
}
