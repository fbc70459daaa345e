// The transit seal against OpenBao as the peer, AppRole login included: `npm run test:openbao`, outside of CI. Needs a
// `bao` program, in the path or named by COFFER_OPENBAO.
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { HttpClient } from "#test/http-client/http-client.ts";
import { freePort } from "#test/server/free-port.ts";
import { SealedByTransit, writeSecretFile } from "#test/server/sealed-by-transit.ts";

const PROGRAM = process.env.COFFER_OPENBAO ?? "bao";
const POLICY = `path "transit/encrypt/autounseal" { capabilities = ["update"] }
path "transit/decrypt/autounseal" { capabilities = ["update"] }`;

const folder = mkdtempSync(join(tmpdir(), "coffer-openbao-"));
const port = await freePort();
const address = `http://127.0.0.1:${port}`;
let bao = startBao();
const root = new HttpClient({ address, token: "root" });
await prepare();
after(() => {
  bao.kill("SIGKILL");
  root[Symbol.dispose]();
  rmSync(folder, { recursive: true, force: true });
});

function startBao(): ChildProcess {
  const flags = [
    "-dev",
    `-dev-listen-address=127.0.0.1:${port}`,
    "-dev-root-token-id=root",
    "-dev-no-store-token",
  ];
  return spawn(PROGRAM, ["server", ...flags], { stdio: "ignore" });
}

async function prepare(): Promise<void> {
  const deadline = Date.now() + 20_000;
  for (let isUp = false; !isUp; ) {
    isUp = await root.get("/v1/sys/health").then(
      ({ status }) => status === 200,
      () => false,
    );
    if (Date.now() > deadline) throw new Error(`${PROGRAM} does not serve`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  (await root.put("/v1/sys/mounts/transit", { type: "transit" })).expect(200, 204);
  (await root.put("/v1/transit/keys/autounseal")).expect(200, 204);
  (await root.put("/v1/sys/policies/acl/autounseal", { policy: POLICY })).expect(200, 204);
  (await root.put("/v1/sys/auth/approle", { type: "approle" })).expect(200, 204);
  const role = { token_policies: ["autounseal"], token_ttl: "20s", token_max_ttl: "60s" };
  (await root.put("/v1/auth/approle/role/node", role)).expect(200, 204);
}

async function appRoleLogin(): Promise<string> {
  const roleId = (await root.get("/v1/auth/approle/role/node/role-id")).expect(200).data.role_id;
  const secretId = (await root.put("/v1/auth/approle/role/node/secret-id")).expect(200).data.secret_id;
  const file = writeSecretFile(folder, "secret-id", `${secretId}\n`);
  return `auth "approle" {
    role_id = "${roleId}"
    secret_id_file = "${file}"
  }`;
}

test("OpenBao guards the root key of a node that logs in by AppRole: restarts, a rotated key, a peer that stops", async () => {
  await using node = await SealedByTransit.start({ peerAddress: address, login: await appRoleLogin() });
  const { rootToken } = await node.initialize(3, 2);
  const client = node.anybody.with({ token: rootToken });
  (await client.put("/v1/sys/mounts/secret", { type: "kv" })).expect(204);
  (await client.put("/v1/secret/a", { value: "kept" })).expect(204);
  await node.process.restart("SIGKILL");
  await node.unsealed();

  (await root.put("/v1/transit/keys/autounseal/rotate")).expect(200, 204);
  node.process.signal("SIGHUP");
  await node.process.printed(/wrapped by the seal's newest key/);
  (await root.put("/v1/transit/keys/autounseal/config", { min_decryption_version: 2 })).expect(200, 204);
  await node.process.restart("SIGKILL");
  await node.unsealed();

  bao.kill("SIGSTOP");
  await node.process.restart();
  await node.process.printed(/can not unseal itself and waits.*time limit/);
  assert.equal(await node.isSealed(), true);
  bao.kill("SIGCONT");
  await node.unsealed();
  assert.equal((await client.get("/v1/secret/a")).expect(200).data.value, "kept");
  assert.match(node.process.output, /logged in to the seal's peer/);
});

test("a token of OpenBao that ends is renewed for as long as it may be, and its end is told", async () => {
  const wish = { policies: ["autounseal"], ttl: "15s", explicit_max_ttl: "35s", renewable: true };
  const made = (await root.put("/v1/auth/token/create-orphan", wish)).expect(200).json.auth.client_token;
  await using node = await SealedByTransit.start({ peerAddress: address, login: `token = "${made}"` });
  await node.initialize();
  await new Promise((resolve) => setTimeout(resolve, 20_000));
  const self = await root.put("/v1/auth/token/lookup", { token: made });
  assert.equal(self.status, 200, "it lives beyond its first fifteen seconds");
  await node.process.printed(/could not be kept alive|can not be renewed/);
});

test("a peer that is gone for good and comes back empty is named as holding another key", async () => {
  await using node = await SealedByTransit.start({ peerAddress: address, login: `token = "root"` });
  await node.initialize();
  bao.kill("SIGKILL");
  await new Promise((resolve) => bao.once("exit", resolve));
  bao = startBao();
  await prepare();
  await node.process.restart();
  await node.process.printed(/can not unseal itself and waits.*made with key/);
});
