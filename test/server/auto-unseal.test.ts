// Two clusters of one node each, as processes: the transit engine of one guards the root key of the other.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { SealedByTransit, writeSecretFile } from "#test/server/sealed-by-transit.ts";
import { TransitPeer } from "#test/server/transit-peer.ts";

const folder = mkdtempSync(join(tmpdir(), "coffer-auto-unseal-"));
const peer = await TransitPeer.start();
after(async () => {
  await peer[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

async function gauge(node: SealedByTransit, token: string, name: string): Promise<number | undefined> {
  const metrics = await node.anybody.with({ token }).get("/v1/sys/metrics?format=prometheus");
  const line = new RegExp(`^${name}(?:\\{[^}]*\\})? (\\S+)$`, "m").exec(metrics.expect(200).text);
  return line ? Number(line[1]) : undefined;
}

test("initialised with recovery keys, a node restarts without a hand, outlives an absent peer and follows its key", async () => {
  const tokenFile = writeSecretFile(folder, "token", await peer.makeToken());
  await using node = await SealedByTransit.start({
    peerAddress: peer.address,
    login: `token_file = "${tokenFile}"`,
  });
  const { rootToken, recoveryKeys } = await node.initialize(3, 2);
  assert.equal(recoveryKeys.length, 3);
  const root = node.anybody.with({ token: rootToken });
  (await root.put("/v1/sys/mounts/secret", { type: "kv" })).expect(204);
  (await root.put("/v1/secret/a", { value: "kept" })).expect(204);

  await node.process.restart("SIGKILL");
  await node.unsealed();
  assert.equal((await root.get("/v1/secret/a")).expect(200).data.value, "kept");
  const status = (await node.anybody.get("/v1/sys/seal-status")).json;
  assert.deepEqual(
    {
      type: status.type,
      n: status.n,
      t: status.t,
      recovery: status.recovery_seal,
      kind: status.recovery_seal_type,
    },
    { type: "transit", n: 3, t: 2, recovery: true, kind: "shamir" },
  );

  await peer.server.process.end("SIGTERM");
  await node.process.restart();
  await node.process.printed(/can not unseal itself and waits.*connection refused/);
  assert.equal(await node.isSealed(), true);
  await peer.server.process.restart();
  await node.process.printed(/can not unseal itself and waits.*Vault is sealed/);
  assert.equal(await node.isSealed(), true);
  await peer.server.unseal();
  await node.unsealed();
  assert.match(node.process.output, /the node has unsealed itself/);

  await peer.rotate();
  node.process.signal("SIGHUP");
  await node.process.printed(/wrapped by the seal's newest key/);
  await peer.forgetOldVersions();
  await node.process.restart("SIGKILL");
  await node.unsealed();
  assert.equal((await root.get("/v1/secret/a")).expect(200).data.value, "kept");
});

test("a token that ended is replaced in its file, and neither restart nor signal is needed", async () => {
  const first = await peer.makeToken({ ttl: "1h" });
  const tokenFile = writeSecretFile(folder, "ending-token", first);
  await using node = await SealedByTransit.start({
    peerAddress: peer.address,
    login: `token_file = "${tokenFile}"`,
  });
  const { rootToken } = await node.initialize();
  await node.process.printed(/vault is unsealed/);
  const revoked = await peer.server.root.put("/v1/auth/token/revoke", { token: first });
  revoked.expect(204);
  node.process.signal("SIGHUP");
  await node.process.printed(/the seal can not be used.*permission denied/);
  assert.equal(await gauge(node, rootToken, "coffer_seal_healthy"), 0);
  await node.process.restart();
  await node.process.printed(/can not unseal itself and waits.*permission denied/);
  writeSecretFile(folder, "ending-token", await peer.makeToken({ ttl: "2h" }));
  await node.unsealed();
  await node.process.printed(/unsealed itself/);
  const deadline = Date.now() + 10_000;
  for (let ttl: number | undefined; ttl === undefined; ) {
    ttl = await gauge(node, rootToken, "coffer_seal_token_ttl_seconds");
    assert.ok(ttl === undefined || (ttl > 7000 && ttl <= 7200), String(ttl));
    assert.ok(Date.now() < deadline, "the token's life is shown");
  }
  assert.equal(await gauge(node, rootToken, "coffer_seal_healthy"), 1);
});

test("a login by userpass stands in for a token", async () => {
  await peer.makeUser("node1", "a password of the node");
  const passwordFile = writeSecretFile(folder, "password", "a password of the node\n");
  await using node = await SealedByTransit.start({
    peerAddress: peer.address,
    login: `auth "userpass" {
    username = "node1"
    password_file = "${passwordFile}"
  }`,
  });
  await node.initialize();
  await node.process.restart();
  await node.unsealed();
  assert.match(node.process.output, /logged in to the seal's peer/);
});

test("a seal of the environment alone", async () => {
  await using node = await SealedByTransit.start({
    peerAddress: peer.address,
    login: `token = "overridden"`,
    env: { VAULT_TRANSIT_SEAL_TOKEN: await peer.makeToken() },
  });
  await node.initialize();
  await node.process.restart();
  await node.unsealed();
});
