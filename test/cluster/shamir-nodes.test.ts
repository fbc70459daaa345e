// Three real nodes whose seal is shares: they join once they are given the keys, and replicate and vote while sealed.
import assert from "node:assert/strict";
import { test } from "node:test";
import { startCluster, unseal } from "#test/cluster/start-cluster.ts";
import { writeUntilTaken } from "#test/cluster/write-until.ts";

test("sealed nodes vote: one key typed once is enough to serve again", async () => {
  await using cluster = await startCluster({ nodes: 3, seal: "shamir" });
  const first = cluster.node(0);
  await writeUntilTaken(cluster.root(first), "/v1/sys/mounts/kv", { type: "kv" });
  await writeUntilTaken(cluster.root(first), "/v1/kv/a", { n: 1 });

  await Promise.all(cluster.nodes.map((node) => node.end("SIGKILL")));
  await Promise.all(cluster.nodes.map((node) => node.start()));
  for (const node of cluster.nodes) {
    const { initialized, sealed } = (await node.client.get("/v1/sys/seal-status")).json;
    assert.deepEqual({ initialized, sealed }, { initialized: true, sealed: true });
    assert.equal((await cluster.root(node).get("/v1/kv/a")).status, 503);
  }
  const last = cluster.node(2);
  await unseal(cluster, last);
  // The other two are sealed: this one leads by their votes, and commits by their logs.
  assert.equal(await cluster.leader(), last);
  assert.equal((await cluster.root(last).get("/v1/kv/a")).expect(200).data.n, 1);
  await writeUntilTaken(cluster.root(last), "/v1/kv/b", { n: 2 });
  const sealed = cluster.node(0);

  // A lost disk needs nothing but the unseal key.
  await sealed.end("SIGKILL");
  sealed.loseDisk();
  await sealed.start();
  await unseal(cluster, sealed);
  await unseal(cluster, cluster.node(1));
  await cluster.whole();
});
