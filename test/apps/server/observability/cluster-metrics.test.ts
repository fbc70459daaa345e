// What three nodes show: each answers scrapes for itself, and a change of leader is seen on all of them.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { ClusterNode } from "#test/cluster/cluster-node.ts";
import { startCluster } from "#test/cluster/start-cluster.ts";
import { Exposition } from "#test/exposition.ts";
import { until } from "#test/until.ts";

test("every node shows its own part; the leader knows its followers; a change of leader is seen", async () => {
  await using cluster = await startCluster({ nodes: 3 });
  const scrape = async (node: ClusterNode): Promise<Exposition> =>
    new Exposition((await cluster.root(node).get("/v1/sys/metrics?format=prometheus")).expect(200).text);
  const leader = await cluster.leader();
  const [follower] = await cluster.followers();
  assert.ok(follower);
  (await cluster.root(follower).put("/v1/sys/mounts/secret", { type: "kv" })).expect(200, 204);

  const ofLeader = await until("all members are healthy", async () => {
    const shown = await scrape(leader);
    return shown.value("vault_autopilot_failure_tolerance") === 1 ? shown : undefined;
  });
  assert.equal(ofLeader.value("vault_core_active"), 1);
  assert.equal(ofLeader.value("vault_raft_peers"), 3);
  for (const { name } of cluster.nodes) {
    assert.equal(ofLeader.value("vault_autopilot_node_healthy", { node_id: name }), 1);
    if (name === leader.name) continue;
    assert.ok(ofLeader.value("vault_raft_storage_follower_last_heartbeat_ms", { peer_id: name }) < 10_000);
    assert.ok(ofLeader.value("vault_raft_storage_follower_applied_index_delta", { peer_id: name }) < 1000);
    assert.ok(ofLeader.value("vault_raft_replication_appendEntries_rpc_count", { peer_id: name }) > 0);
  }
  assert.ok(ofLeader.value("vault_raft_leader_lastContact_count") > 0);

  const ofFollower = await scrape(follower);
  assert.equal(ofFollower.value("vault_core_active"), 0);
  assert.equal(ofFollower.value("vault_core_unsealed"), 1);
  assert.ok(ofFollower.value("vault_ha_rpc_client_forward_count") >= 1);
  assert.equal(ofFollower.family("vault_autopilot_healthy"), undefined, "only the leader can tell");
  assert.equal(ofFollower.family("vault_token_count"), undefined, "only the leader counts");

  await leader.end("SIGKILL");
  const next = await cluster.leader();
  const ofNext = await scrape(next);
  assert.equal(ofNext.value("vault_core_active"), 1);
  assert.equal(ofNext.value("vault_raft_state_leader"), 1);
  assert.ok(ofNext.value("vault_autopilot_failure_tolerance") === 0);
});
