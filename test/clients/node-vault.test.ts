// node-vault, the npm client, unmodified, against the real process over TLS.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import { ServerProcess } from "#test/server/server-process.ts";

type Call = (...args: unknown[]) => Promise<Record<string, never>>;
type Client = Record<string, Call> & { token: string };
const nodeVault = createRequire(import.meta.url)("node-vault") as (options: object) => Client;

async function refusedWith(status: number, call: Promise<unknown>): Promise<void> {
  await assert.rejects(
    call,
    (error: { response?: { statusCode?: number } }) => error.response?.statusCode === status,
  );
}

// biome-ignore lint/suspicious/noExplicitAny: a foreign client without types
const any = (value: unknown): any => value;

test("node-vault initialises, unseals, mounts, writes policies and secrets, logs in and seals", async () => {
  await using server = await ServerProcess.start();
  const ca = readFileSync(server.caFile ?? "");
  const connect = (): Client =>
    nodeVault({ endpoint: server.address, requestOptions: { ca, strictSSL: true, agentOptions: { ca } } });
  const vault = connect();
  assert.deepEqual(await vault.initialized?.(), { initialized: false });
  const made = any(await vault.init?.({ secret_shares: 3, secret_threshold: 2 }));
  await vault.unseal?.({ secret_shares: 3, key: made.keys[0] });
  assert.equal(any(await vault.unseal?.({ key: made.keys[2] })).sealed, false);
  vault.token = made.root_token;
  assert.equal(any(await vault.health?.()).initialized, true);
  assert.equal(any(await vault.status?.()).sealed, false);

  await vault.mount?.({ mount_point: "box", type: "kv", options: { version: "2" } });
  assert.ok("box/" in any(await vault.mounts?.()));
  await vault.write?.("box/data/a/b", { data: { k: "v" } });
  assert.equal(any(await vault.read?.("box/data/a/b")).data.data.k, "v");
  assert.deepEqual(any(await vault.list?.("box/metadata")).data.keys, ["a/"]);
  await vault.update?.("box/data/a/b", { data: { more: 1 } });
  assert.deepEqual(any(await vault.read?.("box/data/a/b")).data.data, { k: "v", more: 1 });
  await vault.delete?.("box/metadata/a/b");
  await refusedWith(404, any(vault.read?.("box/data/a/b")));

  await vault.write?.("box/data/v", { data: { n: 1 } });
  await vault.write?.("box/data/v", { data: { n: 2 }, options: { cas: 1 } });
  await refusedWith(400, any(vault.write?.("box/data/v", { data: { n: 3 }, options: { cas: 1 } })));
  await vault.delete?.("box/data/v");
  await refusedWith(404, any(vault.read?.("box/data/v")));
  await vault.write?.("box/undelete/v", { versions: [2] });
  await vault.write?.("box/destroy/v", { versions: [1] });
  assert.equal(any(await vault.read?.("box/data/v")).data.data.n, 2);
  assert.equal(any(await vault.read?.("box/metadata/v")).data.versions["1"].destroyed, true);
  await vault.mount?.({ mount_point: "old", type: "kv" });
  await vault.write?.("old/a", { k: "v" });
  assert.deepEqual(any(await vault.read?.("old/a")).data, { k: "v" });
  assert.deepEqual(any(await vault.list?.("old")).data.keys, ["a"]);
  await vault.delete?.("old/a");
  await refusedWith(404, any(vault.read?.("old/a")));
  await vault.unmount?.({ mount_point: "old" });

  await vault.enableAudit?.({
    name: "log",
    type: "file",
    options: { file_path: join(server.folder, "audit.log") },
  });
  assert.ok("log/" in any(await vault.audits?.()));

  await vault.addPolicy?.({ name: "reader", rules: 'path "box/data/*" { capabilities = ["read"] }' });
  assert.ok(any(await vault.policies?.()).policies.includes("reader"));
  assert.match(any(await vault.getPolicy?.({ name: "reader" })).rules, /box\/data/);
  const token = any(await vault.tokenCreate?.({ policies: ["reader"], ttl: "10m" })).auth;
  // node-vault goes on with every token that it is given.
  vault.token = made.root_token;
  const limited = connect();
  limited.token = token.client_token;
  assert.equal(any(await limited.tokenLookupSelf?.()).data.ttl <= 600, true);
  const asked = any(await limited.write?.("sys/capabilities-self", { paths: ["box/data/x", "old/a"] }));
  assert.deepEqual([asked.data["box/data/x"], asked.data["old/a"]], [["read"], ["deny"]]);
  assert.equal(any(await vault.tokenLookupAccessor?.({ accessor: token.accessor })).data.id, "");
  assert.equal(any(await limited.tokenRenewSelf?.({ increment: "20m" })).auth.lease_duration, 1200);
  await limited.tokenRevokeSelf?.();
  await refusedWith(403, any(limited.tokenLookupSelf?.()));

  await vault.enableAuth?.({ mount_point: "userpass", type: "userpass" });
  await vault.write?.("auth/userpass/users/bob", { password: "long enough", policies: "reader" });
  const login = any(await vault.userpassLogin?.({ username: "bob", password: "long enough" })).auth;
  assert.deepEqual(login.policies, ["default", "reader"]);
  vault.token = made.root_token;
  const written = readFileSync(join(server.folder, "audit.log"), "utf8");
  assert.ok(written.includes("auth/userpass/login/bob") && !written.includes("long enough"));
  await vault.disableAudit?.({ name: "log" });
  await vault.seal?.();
  assert.equal(any(await vault.status?.()).sealed, true);
});
