// Three real nodes with a seal that needs nobody: what survives the loss of one, of all, of a disk, of a membership.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { startCluster } from "#test/cluster/start-cluster.ts";
import { writeUntilTaken } from "#test/cluster/write-until.ts";
import { until } from "#test/until.ts";
import { assertMatches, parseTranscript, Shell } from "../apps/cli/transcript.ts";

const cluster = await startCluster({ nodes: 3 });
after(() => cluster[Symbol.asyncDispose]());
process.on("exit", (code) => {
  if (code !== 0) process.stderr.write(cluster.output);
});

test("what is written through one node is read through all", async () => {
  await writeUntilTaken(cluster.root(cluster.node(0)), "/v1/sys/mounts/kv", { type: "kv" });
  for (const [at, node] of cluster.nodes.entries()) {
    await writeUntilTaken(cluster.root(node), `/v1/kv/from-${at}`, { at });
  }
  for (const node of cluster.nodes) {
    for (const at of cluster.nodes.keys()) {
      const answer = await cluster.root(node).get(`/v1/kv/from-${at}`);
      assert.equal(answer.expect(200).data.at, at, `${at} through ${node.name}`);
    }
  }
});

test("operators see and steer the members from the command line", async () => {
  const leader = await cluster.leader();
  if (leader !== cluster.node(0)) {
    await cluster.root(leader).put("/v1/sys/step-down");
  }
  const here = import.meta.dirname;
  const port = (at: number): string => new URL(cluster.node(at).address).port;
  await using shell = new Shell(cluster.folder, {
    PATH: `${join(here, "../../bin")}:${process.env.PATH}`,
    HOME: cluster.folder,
    VAULT_ADDR: cluster.node(1).address,
    VAULT_TOKEN: cluster.rootToken,
  });
  const text = readFileSync(join(here, "operator-commands.txt"), "utf8")
    .replaceAll("PORT1", port(0))
    .replaceAll("PORT2", port(1))
    .replaceAll("PORT3", port(2));
  for (const step of parseTranscript(text)) {
    const run = await shell.run(step.command);
    const place = `operator-commands.txt:${step.line}: $ ${step.command}`;
    assertMatches(run.stdout, step.stdout, `${place}\nstandard output\n${run.stderr}`);
    assertMatches(run.stderr, step.stderr, `${place}\nstandard error`);
    assert.equal(run.code, step.code, `${place}\nexit code`);
  }
});

test("a killed leader is replaced, and catches up when it is back", async () => {
  const killed = await cluster.leader();
  await killed.end("SIGKILL");
  const [survivor] = cluster.running;
  assert.ok(survivor);
  await writeUntilTaken(cluster.root(survivor), "/v1/kv/without-it", { written: true });
  const leader = await cluster.leader();
  assert.notEqual(leader, killed);
  await killed.start();
  await cluster.whole();
  await caughtUp();
});

test("a leader that is stopped hands over first", async () => {
  const stopped = await cluster.leader();
  const others = await cluster.followers();
  const stopping = stopped.end("SIGTERM");
  await until("another leader", async () => {
    const answers = await Promise.all(others.map((node) => node.client.get("/v1/sys/leader")));
    return answers.some((answer) => answer.json.is_self) || undefined;
  });
  await stopping;
  await stopped.start();
  await cluster.whole();
});

test("three nodes killed at once come back by themselves, with all that was written", async () => {
  await Promise.all(cluster.nodes.map((node) => node.end("SIGKILL")));
  await Promise.all(cluster.nodes.map((node) => node.start()));
  await cluster.whole();
  for (const node of cluster.nodes) {
    const answer = await cluster.root(node).get("/v1/kv/without-it");
    assert.equal(answer.expect(200).data.written, true);
  }
});

test("a node that lost its disk takes its old place without a word", async () => {
  const [lost] = await cluster.followers();
  assert.ok(lost);
  await lost.end("SIGKILL");
  lost.loseDisk();
  await writeUntilTaken(cluster.root(await cluster.leader()), "/v1/kv/meanwhile", { written: true });
  await lost.start();
  await cluster.whole();
  const servers = await cluster.servers(await cluster.leader());
  assert.deepEqual(
    servers.map(({ node_id: name, voter }) => ({ name, voter })),
    cluster.nodes.map(({ name }) => ({ name, voter: true })),
  );
  assert.match(lost.output, /pulling a snapshot/);
  await caughtUp();
});

test("a removed node says so and seals, does so again when it restarts, and joins anew with an empty disk", async () => {
  const [removed] = await cluster.followers();
  assert.ok(removed);
  const leader = await cluster.leader();
  (await cluster.root(leader).put("/v1/sys/storage/raft/remove-peer", { server_id: removed.name })).expect(
    204,
  );
  const saysSo = () =>
    until(`${removed.name} says that it was removed`, async () => {
      const health = await removed.client.get("/v1/sys/health");
      const { sealed, removed_from_cluster: isRemoved } = (await removed.client.get("/v1/sys/seal-status"))
        .json;
      return (health.status === 530 && sealed && isRemoved) || undefined;
    });
  await saysSo();
  await removed.restart();
  await saysSo();
  const join = await removed.client.put("/v1/sys/storage/raft/join", { leader_api_addr: leader.address });
  assert.equal(join.status, 503, join.text);
  await removed.end("SIGTERM");
  removed.loseDisk();
  await removed.start();
  await cluster.whole();
});

/** All nodes have applied what the leader has committed. */
async function caughtUp(): Promise<void> {
  const leader = await cluster.leader();
  const { raft_committed_index: committed } = (await leader.client.get("/v1/sys/leader")).json;
  for (const node of cluster.running) {
    await until(`${node.name} is at ${committed}`, async () => {
      const { raft_applied_index: applied } = (await node.client.get("/v1/sys/leader")).json;
      return applied >= committed || undefined;
    });
  }
}
