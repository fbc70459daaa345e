import assert from "node:assert/strict";
import { test } from "node:test";
import { FakeVault, testFile } from "#test/fake-vault.ts";
import { runCommand } from "#test/run-command.ts";

const empty = { json: { data: { a: "b" } } };

async function headersSent(line: string, environment: Record<string, string> = {}) {
  await using vault = await FakeVault.start(() => empty);
  const run = await runCommand(line, { environment: { VAULT_ADDR: vault.address, ...environment } });
  assert.equal(run.code, 0, run.stderr);
  return vault.requests[0]?.headers ?? {};
}

test("token, namespace, wrapping, MFA and headers come from the environment, and flags win", async () => {
  const environment = {
    VAULT_TOKEN: "s.t",
    VAULT_NAMESPACE: "team",
    VAULT_WRAP_TTL: "60s",
    VAULT_MFA: "m:1",
  };
  const sent = await headersSent("read a", environment);
  assert.equal(sent["x-vault-token"], "s.t");
  assert.equal(sent["x-vault-namespace"], "team/");
  assert.equal(sent["x-vault-wrap-ttl"], "60s");
  assert.equal(sent["x-vault-mfa"], "m:1");
  const flags = "read -ns=other -wrap-ttl=5 -mfa=x:2 -header=X-Proxy=p -policy-override a";
  const overridden = await headersSent(flags, environment);
  assert.equal(overridden["x-vault-namespace"], "other/");
  assert.equal(overridden["x-vault-wrap-ttl"], "5s");
  assert.equal(overridden["x-vault-mfa"], "x:2");
  assert.equal(overridden["x-proxy"], "p");
  assert.equal(overridden["x-vault-policy-override"], "true");
});

test("BAO_ variables win over VAULT_ ones, empty ones count as unset", async () => {
  const sent = await headersSent("read a", {
    BAO_NAMESPACE: "bao",
    VAULT_NAMESPACE: "vault",
    BAO_TOKEN: "",
    VAULT_TOKEN: "s.v",
  });
  assert.equal(sent["x-vault-namespace"], "bao/");
  assert.equal(sent["x-vault-token"], "s.v");
});

test("an agent's address wins over the server's, -address over both", async () => {
  await using server = await FakeVault.start(() => empty);
  await using agent = await FakeVault.start(() => empty);
  const environment = { VAULT_ADDR: server.address, VAULT_AGENT_ADDR: agent.address };
  await runCommand("read a", { environment });
  assert.deepEqual([server.requests.length, agent.requests.length], [0, 1]);
  await runCommand(["read", "-address", server.address, "a"], { environment });
  assert.deepEqual([server.requests.length, agent.requests.length], [1, 1]);
});

test("TLS: the CA by file, by text and by directory; skipping verification; advice when there is none", async () => {
  await using vault = await FakeVault.start(() => empty, { tls: {} });
  const { readFile } = await import("node:fs/promises");
  const caFile = testFile("test-ca.pem");
  const run = (environment: Record<string, string>) =>
    runCommand("read a", { environment: { VAULT_ADDR: vault.address, ...environment } });
  assert.equal((await run({ VAULT_CACERT: caFile })).code, 0);
  assert.equal((await run({ VAULT_CACERT_BYTES: await readFile(caFile, "utf8") })).code, 0);
  assert.equal((await run({ VAULT_SKIP_VERIFY: "true" })).code, 0);
  const refused = await run({});
  assert.equal(refused.code, 2);
  assert.match(
    refused.stderr,
    /x509: certificate signed by unknown authority \(name its CA with -ca-cert or VAULT_CACERT\)/,
  );
  const missing = await run({ VAULT_CACERT: "/none.pem" });
  assert.match(missing.stderr, /cannot read the CA certificate \/none\.pem: ENOENT/);
});

test("further attempts are made only when asked for", async () => {
  let count = 0;
  await using vault = await FakeVault.start(() => {
    count++;
    return { status: 503, json: { errors: ["busy"] }, headers: { "Retry-After": "0" } };
  });
  const environment = { VAULT_ADDR: vault.address, VAULT_TOKEN: "s.t" };
  await runCommand("read a", { environment });
  assert.equal(count, 1);
  await runCommand("read a", { environment: { ...environment, VAULT_MAX_RETRIES: "2" } });
  assert.equal(count, 4);
});

test("a proxy is used for what is not on this machine, one named for us alone for everything", async () => {
  await using proxy = await FakeVault.start(() => empty);
  const environment = {
    VAULT_ADDR: "http://vault.example:8200",
    VAULT_TOKEN: "s.t",
    VAULT_PROXY_ADDR: proxy.address,
  };
  assert.equal((await runCommand("read a", { environment })).code, 0);
  assert.equal(proxy.requests[0]?.url, "http://vault.example:8200/v1/a");
  await using direct = await FakeVault.start(() => empty);
  await runCommand("read a", { environment: { VAULT_ADDR: direct.address, HTTP_PROXY: proxy.address } });
  assert.equal(direct.requests.length, 1);
});

test("what a refusal, a sealed server and a closed door look like", async () => {
  const answers: Record<string, { status: number; reason: string }> = {
    "/v1/denied": { status: 403, reason: "permission denied" },
    "/v1/sealed": { status: 503, reason: "Vault is sealed" },
  };
  await using vault = await FakeVault.start(({ url }) => {
    const { status, reason } = answers[url] ?? { status: 500, reason: "?" };
    return { status, json: { errors: [reason] } };
  });
  const environment = { VAULT_ADDR: vault.address };
  const denied = await runCommand("read denied", { environment });
  assert.equal(denied.code, 2);
  assert.equal(
    denied.stderr,
    `Error reading denied: Error making API request.

URL: GET ${vault.address}/v1/denied
Code: 403. Errors:

* permission denied

No token was sent: log in with "vault login", or set VAULT_TOKEN.
`,
  );
  const sealed = await runCommand("read sealed", { environment });
  assert.match(sealed.stderr, /\* Vault is sealed\n\nUnseal it with "vault operator unseal"/);
  const closed = await runCommand("read a", { environment: { VAULT_ADDR: "http://127.0.0.1:1" } });
  assert.match(
    closed.stderr,
    /^Error reading a: GET "http:\/\/127\.0\.0\.1:1\/v1\/a": connection refused \(is the server running/,
  );
});

test("-output-curl-string and -output-policy show the request and send nothing, the token in neither", async () => {
  await using vault = await FakeVault.start(() => ({
    json: { data: { path: "secret/", options: { version: "2" } } },
  }));
  const environment = { VAULT_ADDR: vault.address, VAULT_TOKEN: "s.secret" };
  const curl = await runCommand(["kv", "put", "-output-curl-string", "secret/a", "b=it's"], { environment });
  assert.equal(
    curl.stdout,
    `curl -X PUT -H "X-Vault-Request: true" -H "X-Vault-Token: $(vault print token)" -d '{"data":{"b":"it'"'"'s"},"options":{}}' "${vault.address}/v1/secret/data/a"\n`,
  );
  const policy = await runCommand("list -output-policy secret/metadata", { environment });
  assert.equal(policy.stdout, 'path "secret/metadata/" {\n  capabilities = ["list"]\n}\n');
  const sudo = await runCommand("audit enable -output-policy file file_path=/x", { environment });
  assert.equal(sudo.stdout, 'path "sys/audit/file" {\n  capabilities = ["create", "update", "sudo"]\n}\n');
  assert.deepEqual(
    vault.requests.map(({ url }) => url),
    ["/v1/sys/internal/ui/mounts/secret/a"],
  );
});
