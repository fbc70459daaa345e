import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { utf8 } from "#base/bytes.ts";
import { holdsCertificate, inspectCertificatePair } from "#crypto/certificate-check.ts";

function pem(name: string): Uint8Array {
  return readFileSync(join(import.meta.dirname, "../config/testdata", name));
}

const certificatePem = pem("node.crt");

test("a certificate and its key tell when they are valid", () => {
  const validity = inspectCertificatePair({ certificatePem, keyPem: pem("node.key"), passphrase: undefined });
  assert.deepEqual(validity, {
    notBeforeMs: Date.parse("2026-11-23T22:06:43Z"),
    notAfterMs: Date.parse("2036-11-20T22:06:43Z"),
  });
});

test("an encrypted key opens with its passphrase only", () => {
  const keyPem = pem("encrypted.key");
  const inspect = (passphrase: string | undefined): unknown =>
    inspectCertificatePair({
      certificatePem,
      keyPem,
      passphrase: passphrase === undefined ? undefined : utf8(passphrase),
    });
  assert.equal(typeof inspect("horse"), "object");
  assert.equal(inspect("donkey"), "key unreadable");
  assert.equal(inspect(undefined), "key encrypted");
});

test("what does not fit is named", () => {
  const inspect = (certificate: Uint8Array, keyPem: Uint8Array): unknown =>
    inspectCertificatePair({ certificatePem: certificate, keyPem, passphrase: undefined });
  assert.equal(inspect(certificatePem, pem("other.key")), "mismatch");
  assert.equal(inspect(certificatePem, utf8("no key")), "key unreadable");
  assert.equal(inspect(certificatePem, certificatePem), "key unreadable");
  assert.equal(inspect(utf8("no certificate"), pem("node.key")), "certificate unreadable");
  assert.equal(inspect(pem("node.key"), pem("node.key")), "certificate unreadable");
});

test("a file may begin with a certificate or not", () => {
  assert.ok(holdsCertificate(certificatePem));
  assert.ok(!holdsCertificate(pem("node.key")));
  assert.ok(!holdsCertificate(new Uint8Array(0)));
});
