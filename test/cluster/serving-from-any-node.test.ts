// Three real nodes on loopback: clients work through any of them, and survive the loss of any one.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { startCluster, type TestCluster } from "#test/cluster/start-cluster.ts";
import { until } from "#test/until.ts";

describe("three nodes", () => {
  let cluster: TestCluster;
  before(async () => {
    cluster = await startCluster({ nodes: 3 });
    const leader = await cluster.leader();
    (
      await cluster.root(leader).put("/v1/sys/mounts/secret", { type: "kv", options: { version: "2" } })
    ).expect(204);
  });
  after(async () => {
    await cluster[Symbol.asyncDispose]();
  });

  test("what is written through one node is read through every other, at once", async () => {
    for (const [at, writer] of cluster.nodes.entries()) {
      const path = `/v1/secret/data/through-${at}`;
      (await cluster.root(writer).put(path, { data: { at } })).expect(200);
      for (const reader of cluster.nodes) {
        assert.equal((await cluster.root(reader).get(path)).expect(200).json.data.data.at, at);
      }
    }
  });

  test("every node tells who leads, and is healthy in its own way", async () => {
    const leader = await cluster.leader();
    for (const node of cluster.nodes) {
      const told = (await node.client.get("/v1/sys/leader")).json;
      assert.deepEqual([told.leader_address, told.is_self], [leader.address, node === leader]);
      assert.equal((await node.client.get("/v1/sys/health")).status, node === leader ? 200 : 429);
    }
  });

  test("a client that wants no forwarding, or an archive, is sent to the leader's API address", async () => {
    const leader = await cluster.leader();
    const [follower] = await cluster.followers();
    assert.ok(follower);
    const path = "/v1/secret/data/through-0?version=1";
    const headers = { "X-Vault-No-Request-Forwarding": "true" };
    const asked = await cluster.root(follower).send({ method: "GET", path, headers });
    assert.deepEqual([asked.status, asked.headers.location], [307, leader.address + path]);
    const archive = await cluster.root(follower).get("/v1/sys/storage/raft/snapshot");
    assert.deepEqual(
      [archive.status, archive.headers.location],
      [307, `${leader.address}/v1/sys/storage/raft/snapshot`],
    );
  });

  test("refusals of the leader come as they are: no token, a bad one, an unknown path", async () => {
    const [follower] = await cluster.followers();
    assert.ok(follower);
    assert.equal((await follower.client.get("/v1/secret/data/through-0")).status, 403);
    assert.equal((await follower.as("hvs.wrong").get("/v1/secret/data/through-0")).status, 403);
    assert.equal((await cluster.root(follower).get("/v1/nowhere/a")).status, 404);
  });

  test("the leader is killed: the others go on within a second, with all that was acknowledged", async () => {
    const leader = await cluster.leader();
    const [follower] = await cluster.followers();
    assert.ok(follower);
    for (let at = 0; at < 20; at++) {
      (await cluster.root(leader).put(`/v1/secret/data/kept-${at}`, { data: { at } })).expect(200);
    }
    await leader.end("SIGKILL");
    (await cluster.root(follower).put("/v1/secret/data/after", { data: { ok: true } })).expect(200);
    for (let at = 0; at < 20; at++) {
      assert.equal((await cluster.root(follower).get(`/v1/secret/data/kept-${at}`)).json.data.data.at, at);
    }
    await leader.start();
    await cluster.whole();
    assert.equal((await cluster.root(leader).get("/v1/secret/data/after")).json.data.data.ok, true);
  });

  test("a leader that steps down, or ends by SIGTERM, fails nobody's request on the other nodes", async () => {
    for (const leave of ["step-down", "SIGTERM"]) {
      const leader = await cluster.leader();
      const [follower] = await cluster.followers();
      assert.ok(follower);
      const writer = new Writer(cluster.root(follower), leave);
      if (leave === "SIGTERM") await leader.end("SIGTERM");
      else (await cluster.root(leader).put("/v1/sys/step-down", {})).expect(204);
      await until(
        "another leader",
        async () => ((await cluster.leader()) !== leader ? true : undefined),
        30_000,
      );
      await writer.end();
      assert.deepEqual(writer.failures, []);
      assert.ok(writer.written > 0);
      if (leave === "SIGTERM") await leader.start();
      await cluster.whole();
    }
  });
});

/** Writes one after the other, never twice. */
class Writer {
  readonly failures: string[] = [];
  written = 0;
  #isOn = true;
  readonly #done: Promise<void>;

  constructor(client: ReturnType<TestCluster["root"]>, name: string) {
    this.#done = this.#run(client, name);
  }

  async end(): Promise<void> {
    this.#isOn = false;
    await this.#done;
  }

  async #run(client: ReturnType<TestCluster["root"]>, name: string): Promise<void> {
    while (this.#isOn) {
      const answer = await client.put(`/v1/secret/data/${name}-${this.written}`, { data: { a: 1 } });
      if (answer.status === 200) this.written++;
      else this.failures.push(`${answer.status} ${answer.text}`);
    }
  }
}
