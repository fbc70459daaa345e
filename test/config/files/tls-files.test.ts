// C3, C4 and C5 of the bad inputs: keys and certificates.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { lines } from "../decide.ts";
import { load, pem, refusal } from "./load.ts";

const TLS = `storage "inmem" {}
listener "tcp" {
  tls_cert_file = "/tls/crt"
  tls_key_file = "/tls/key"
}`;
const TLS_FILES = {
  "/etc/a.hcl": { content: TLS },
  "/tls/crt": { content: pem("node.crt"), mode: 0o644 },
  "/tls/key": { content: pem("node.key") },
};

describe("C3: key files", () => {
  test("fine when only their owner and group may read them", () => {
    for (const mode of [0o400, 0o600, 0o640, 0o440]) {
      const { config, warnings } = load({ ...TLS_FILES, "/tls/key": { content: pem("node.key"), mode } });
      assert.ok(config);
      assert.deepEqual(lines(warnings), []);
    }
  });

  test("refused when everyone may", () => {
    const files = { ...TLS_FILES, "/tls/key": { content: pem("node.key"), mode: 0o644 } };
    assert.equal(
      refusal(files),
      "/etc/a.hcl:4: listener.tcp.tls_key_file: names a file that everyone may read or change (mode 0644); chmod 600 it",
    );
  });

  test("a warning in a volume of Kubernetes, which mounts Secrets that way into one pod only", () => {
    const realPath = "/tls/..2027_01_01_00_00_00.123456/key";
    const { config, warnings } = load({
      ...TLS_FILES,
      "/tls/key": { content: pem("node.key"), mode: 0o644, realPath },
    });
    assert.ok(config);
    assert.match(
      lines(warnings)[0] ?? "",
      /a\.hcl:4: listener\.tcp\.tls_key_file: names a file that other users of this pod/,
    );
  });

  test("refused when missing or unreadable", () => {
    const { "/tls/key": _, ...without } = TLS_FILES;
    assert.equal(
      refusal(without),
      "/etc/a.hcl:4: listener.tcp.tls_key_file: names a file that does not exist",
    );
    assert.equal(
      refusal({ ...without, "/tls/key": {} }),
      "/etc/a.hcl:4: listener.tcp.tls_key_file: names a file that cannot be read",
    );
  });

  test("an encrypted one needs its passphrase", () => {
    const files = { ...TLS_FILES, "/tls/key": { content: pem("encrypted.key") } };
    assert.match(refusal(files), /names an encrypted key; name tls_key_passphrase_file too$/);
    const withPassphrase = {
      ...files,
      "/etc/a.hcl": { content: lastBrace(TLS, 'tls_key_passphrase_file = "/tls/pass"') },
    };
    assert.ok(load({ ...withPassphrase, "/tls/pass": { content: "horse\n" } }).config);
    assert.match(
      refusal({ ...withPassphrase, "/tls/pass": { content: "donkey" } }),
      /or the passphrase is wrong$/,
    );
  });
});

function lastBrace(text: string, line: string): string {
  return `${text.slice(0, text.lastIndexOf("}"))}${line}\n}`;
}

describe("C4 and C5: certificates", () => {
  test("a key of another certificate is refused", () => {
    const files = { ...TLS_FILES, "/tls/key": { content: pem("other.key") } };
    assert.equal(
      refusal(files),
      "/etc/a.hcl:4: listener.tcp.tls_key_file: names a key that does not belong to the certificate of tls_cert_file",
    );
  });

  test("an expired one is refused, one that begins later too", () => {
    assert.equal(
      refusal(TLS_FILES, { nowMs: Date.parse("2037-01-01T00:00:00Z") }),
      "/etc/a.hcl:3: listener.tcp.tls_cert_file: names a certificate that expired on 2036-11-20",
    );
    assert.match(
      refusal(TLS_FILES, { nowMs: Date.parse("2026-01-01T00:00:00Z") }),
      /not valid before 2026-11-23$/,
    );
  });

  test("one that expires within two weeks warns", () => {
    const { config, warnings } = load(TLS_FILES, { nowMs: Date.parse("2036-11-10T00:00:00Z") });
    assert.ok(config);
    assert.deepEqual(lines(warnings), [
      "/etc/a.hcl:3: listener.tcp.tls_cert_file: names a certificate that expires on 2036-11-20",
    ]);
  });

  test("a file without PEM in it is refused", () => {
    assert.match(
      refusal({ ...TLS_FILES, "/tls/crt": { content: "x" } }),
      /tls_cert_file: names a file without a PEM certificate$/,
    );
    assert.match(
      refusal({ ...TLS_FILES, "/tls/key": { content: "x" } }),
      /tls_key_file: names a file without a PEM private key/,
    );
    const withCa = { ...TLS_FILES, "/etc/a.hcl": { content: lastBrace(TLS, 'tls_client_ca_file = "/ca"') } };
    assert.match(
      refusal({ ...withCa, "/ca": { content: "x" } }),
      /tls_client_ca_file: names a file without a PEM certificate$/,
    );
    assert.match(refusal(withCa), /tls_client_ca_file: names a file that does not exist$/);
    assert.ok(load({ ...withCa, "/ca": { content: pem("node.crt") } }).config);
  });
});
