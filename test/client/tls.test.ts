import assert from "node:assert/strict";
import { test } from "node:test";
import { TransportError } from "#client/transport-error.ts";
import { type ClientOptions, VaultClient } from "#client/vault-client.ts";
import { FakeVault, testFile } from "#test/fake-vault.ts";

const clientOf = (vault: FakeVault, options: Partial<ClientOptions> = {}) =>
  new VaultClient({ address: vault.address, retries: 0, ...options });

test("TLS: the server is verified against the CA file, CA bytes or CA directory given (CVE-2021-27400)", async () => {
  await using vault = await FakeVault.start(() => ({ json: { data: {} } }), { tls: {} });
  using trusting = clientOf(vault, { tls: { caFile: testFile("test-ca.pem") } });
  assert.ok(await trusting.read("a"));
  using doubting = clientOf(vault, { retries: 2 });
  const startedAtMs = performance.now();
  await assert.rejects(doubting.read("a"), /x509: certificate signed by unknown authority/);
  assert.ok(performance.now() - startedAtMs < 900, "a bad certificate is not tried again");
  using careless = clientOf(vault, { tls: { skipVerify: true } });
  assert.ok(await careless.read("a"));
  using wrongName = clientOf(vault, {
    tls: { caFile: testFile("test-ca.pem"), serverName: "other.example" },
  });
  await assert.rejects(wrongName.read("a"), /x509: /);
});

test("TLS: a client certificate is shown when asked for", async () => {
  await using vault = await FakeVault.start(() => ({ json: { data: {} } }), {
    tls: { askForClientCertificate: true },
  });
  const ca = { caFile: testFile("test-ca.pem") };
  using known = clientOf(vault, {
    tls: { ...ca, certificateFile: testFile("test-client.pem"), keyFile: testFile("test-client.key") },
  });
  assert.ok(await known.read("a"));
  using unknown = clientOf(vault, { tls: ca });
  await assert.rejects(unknown.read("a"), TransportError);
  using half = clientOf(vault, { tls: { ...ca, certificateFile: testFile("test-client.pem") } });
  await assert.rejects(half.read("a"), /both client cert and client key must be provided/);
});

test("speaking TLS to a plain server says so", async () => {
  await using vault = await FakeVault.start(() => ({}));
  using client = new VaultClient({ address: `https://127.0.0.1:${vault.port}`, retries: 0 });
  await assert.rejects(client.read("a"), /server gave HTTP response to HTTPS client/);
});
