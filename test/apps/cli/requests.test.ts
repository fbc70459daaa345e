// What each command sends: method, path and body.
import assert from "node:assert/strict";
import { test } from "node:test";
import { FakeVault } from "#test/fake-vault.ts";
import { runCommand } from "#test/run-command.ts";

type Sent = readonly [line: string, request: string, body: object | undefined];

const sent: readonly Sent[] = [
  ["token create", "POST auth/token/create", { renewable: true, type: "service" }],
  [
    "token create -orphan -policy=a -policy=b -ttl=1h -metadata=k=v -use-limit=3 -renewable=false -period=1h -display-name=d",
    "POST auth/token/create",
    {
      policies: ["a", "b"],
      meta: { k: "v" },
      ttl: "1h",
      period: "1h",
      no_parent: true,
      display_name: "d",
      num_uses: 3,
      renewable: false,
      type: "service",
    },
  ],
  ["token create -role=r -type=batch", "POST auth/token/create/r", { renewable: true, type: "batch" }],
  ["token lookup", "GET auth/token/lookup-self", undefined],
  ["token lookup t", "POST auth/token/lookup", { token: "t" }],
  ["token lookup -accessor a", "POST auth/token/lookup-accessor", { accessor: "a" }],
  ["token renew", "PUT auth/token/renew-self", { increment: 0 }],
  ["token renew -i 1h t", "PUT auth/token/renew", { token: "t", increment: 3600 }],
  ["token renew -accessor a", "PUT auth/token/renew-accessor", { accessor: "a", increment: 0 }],
  ["token revoke -self", "PUT auth/token/revoke-self", undefined],
  ["token revoke -mode=orphan t", "PUT auth/token/revoke-orphan", { token: "t" }],
  ["token revoke -mode=path auth/up/", "PUT sys/leases/revoke-prefix/auth/up", undefined],
  ["token revoke -accessor a", "PUT auth/token/revoke-accessor", { accessor: "a" }],
  ["token capabilities p", "POST sys/capabilities-self", { paths: ["p"] }],
  ["token capabilities t p", "POST sys/capabilities", { token: "t", paths: ["p"] }],
  [
    "secrets enable -path=x -description=d -local -default-lease-ttl=1h -options=a=b -version=2 kv",
    "POST sys/mounts/x",
    {
      type: "kv",
      description: "d",
      config: { default_lease_ttl: "1h", force_no_cache: false },
      local: true,
      seal_wrap: false,
      external_entropy_access: false,
      options: { a: "b", version: "2" },
    },
  ],
  [
    "secrets tune -max-lease-ttl=30 -description= x/",
    "POST sys/mounts/x/tune",
    { max_lease_ttl: "30s", description: "" },
  ],
  [
    "secrets tune -audit-non-hmac-request-keys= x",
    "POST sys/mounts/x/tune",
    { audit_non_hmac_request_keys: [] },
  ],
  ["secrets disable x/", "DELETE sys/mounts/x", undefined],
  [
    "auth tune -token-type=batch -user-lockout-threshold=3 -user-lockout-disable x",
    "POST sys/mounts/auth/x/tune",
    { token_type: "batch", user_lockout_config: { lockout_threshold: "3", lockout_disable: true } },
  ],
  ["auth disable x", "DELETE sys/auth/x", undefined],
  ["policy delete P", "DELETE sys/policies/acl/p", undefined],
  [
    "audit enable -path=x file file_path=/x log_raw=true",
    "PUT sys/audit/x",
    { type: "file", description: "", options: { file_path: "/x", log_raw: "true" }, local: false },
  ],
  ["lease lookup a/b", "PUT sys/leases/lookup", { lease_id: "a/b" }],
  ["lease renew -increment=30 a/b", "PUT sys/leases/renew", { lease_id: "a/b", increment: 30 }],
  ["lease revoke -sync a/b", "PUT sys/leases/revoke", { lease_id: "a/b", sync: true }],
  ["lease revoke -prefix a/b/", "PUT sys/leases/revoke-prefix/a/b", { sync: false }],
  ["lease revoke -f -prefix a", "PUT sys/leases/revoke-force/a", undefined],
  ["namespace create -custom-metadata=a=b n", "POST sys/namespaces/n", { custom_metadata: { a: "b" } }],
  ["namespace patch -remove-custom-metadata=a n", "PATCH sys/namespaces/n", { custom_metadata: { a: null } }],
  ["namespace lock", "PUT sys/namespaces/api-lock/lock", undefined],
  ["namespace unlock -unlock-key=k n", "PUT sys/namespaces/api-lock/unlock/n", { unlock_key: "k" }],
  ["operator seal", "PUT sys/seal", undefined],
  ["operator step-down", "PUT sys/step-down", undefined],
  ["operator raft remove-peer n1", "PUT sys/storage/raft/remove-peer", { server_id: "n1" }],
  [
    "operator raft autopilot set-config -cleanup-dead-servers=true -min-quorum=3",
    "PUT sys/storage/raft/autopilot/configuration",
    { cleanup_dead_servers: true, min_quorum: 3 },
  ],
  ["plugin deregister -version=v1 auth x", "DELETE sys/plugins/catalog/auth/x?version=v1", undefined],
  ["plugin reload -mounts=a,b", "PUT sys/plugins/reload/backend", { mounts: ["a", "b"] }],
  ["unwrap t", "PUT sys/wrapping/unwrap", { token: "t" }],
  ["path-help a/b/", "GET a/b?help=1", undefined],
  ["list -after=x -limit=2 a", "GET a?after=x&limit=2&list=true", undefined],
  ["read a k=v", "GET a?k=v", undefined],
  ["delete a k=v", "DELETE a?k=v", undefined],
  ["write -f a", "PUT a", {}],
  ["patch a k=v", "PATCH a", { k: "v" }],
  ["write a policies=x policies=y", "PUT a", { policies: ["x", "y"] }],
];

test("commands send what Vault's routes expect", async (t) => {
  await using vault = await FakeVault.start(() => ({
    json: { data: { keys: ["a"] }, auth: { client_token: "s.n" } },
  }));
  const environment = { VAULT_ADDR: vault.address, VAULT_TOKEN: "s.t" };
  for (const [line, request, body] of sent) {
    await t.test(line, async () => {
      const before = vault.requests.length;
      const run = await runCommand(line.replace("-description= ", "-description= "), { environment });
      const made = vault.requests[before];
      assert.equal(`${made?.method} ${made?.url.replace("/v1/", "")}`, request, run.stderr);
      assert.deepEqual(made?.body === "" ? undefined : JSON.parse(made?.body ?? ""), body);
    });
  }
});

test("what a format cannot show is refused before anything is sent", async () => {
  await using vault = await FakeVault.start(() => ({}));
  const environment = { VAULT_ADDR: vault.address, VAULT_TOKEN: "s.t" };
  for (const line of ["write -format=pretty a b=c", "write -format=raw a b=c", "write -format=xml a b=c"]) {
    assert.equal((await runCommand(line, { environment })).code, 1);
  }
  assert.equal(vault.requests.length, 0);
});

test("warnings of the server are passed on", async () => {
  await using vault = await FakeVault.start(() => ({
    json: { request_id: "r", data: null, warnings: ["mind the \x1b[31mgap"] },
  }));
  const environment = { VAULT_ADDR: vault.address, VAULT_TOKEN: "s.t" };
  const run = await runCommand("token revoke -accessor a", { environment });
  assert.match(
    run.stderr,
    /^WARNING! The following warnings were returned from Vault:\n\n {2}\* mind the \\u001b\[31mgap\n/,
  );
});
