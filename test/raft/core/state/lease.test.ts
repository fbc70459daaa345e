import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Lease } from "#raft/core/state/lease.ts";
import { aNode, ofKind } from "#test/raft-core/paper-node.ts";
import { RaftCluster } from "#test/raft-core/raft-cluster.ts";

const options = { readMode: "lease", electionTicks: 20, heartbeatTicks: 2 } as const;

/** A cluster whose leader, node 1, holds a lease. */
function leased() {
  const cluster = new RaftCluster({ voters: [1, 2, 3], options });
  const leader = cluster.elect(1);
  cluster.tick(4);
  return { cluster, leader };
}

/** Whether a read is answered without a word to anyone. */
function answersAlone(cluster: RaftCluster): boolean {
  const leader = cluster.node(1);
  const before = leader.reads.length;
  assert.equal(leader.raft.readIndex().kind, "pending");
  const messages = leader.settle();
  const alone = leader.reads.length > before;
  for (const message of messages) cluster.deliver(message);
  return alone;
}

describe("reads by lease", () => {
  test("are answered at once while a quorum answers heartbeats", () => {
    const { cluster } = leased();
    assert.equal(answersAlone(cluster), true);
  });

  test("need a quorum again once the lease runs out, before any other node can be elected", () => {
    const { cluster } = leased();
    cluster.isolate(1);
    let ticks = 0;
    while (answersAlone(cluster)) {
      cluster.tick(1);
      ticks++;
    }
    assert.ok(ticks < options.electionTicks, `the lease lasted ${ticks} ticks`);
    assert.deepEqual(cluster.leaders, [1], "nobody else leads yet");
    cluster.tick(100);
    assert.ok(!cluster.leaders.includes(1));
  });

  test("need a quorum again after a gap in time, even a short one", () => {
    const { cluster, leader } = leased();
    leader.raft.tickGap();
    assert.equal(answersAlone(cluster), false);
    cluster.settle();
    assert.equal(leader.reads.length, 1, "the quorum was asked");
    assert.equal(answersAlone(cluster), true, "and a new lease began");
  });

  test("answers from before the gap do not bring the lease back", () => {
    const { cluster, leader } = leased();
    leader.tick(2);
    const round = ofKind(leader.settle(), "heartbeat").at(-1)?.round ?? 0;
    leader.raft.tickGap();
    leader.settle();
    leader.raft.step({ kind: "heartbeat-response", from: 2, to: 1, term: 1, round });
    leader.raft.step({ kind: "heartbeat-response", from: 3, to: 1, term: 1, round });
    assert.equal(answersAlone(cluster), false);
    cluster.settle();
  });

  test("stop for the rest of the term when leadership was offered to another", () => {
    const { cluster, leader } = leased();
    cluster.loses = ({ kind }) => kind === "timeout-now";
    leader.raft.transferLeader(2);
    cluster.tick(40);
    assert.equal(leader.raft.status().transferee, 0);
    assert.equal(answersAlone(cluster), false);
  });

  test("stop for a moment when the membership changes", () => {
    const { cluster, leader } = leased();
    const removal = [{ action: "remove", nodeId: 3 }] as const;
    leader.raft.proposeConfChange({ transition: "auto", steps: removal, context: new Uint8Array(0) });
    cluster.settle();
    assert.equal(answersAlone(cluster), false);
    cluster.tick(4);
    assert.equal(answersAlone(cluster), true);
  });

  test("forbid forgetting the leader", () => {
    const { cluster } = leased();
    assert.equal(cluster.node(2).raft.forgetLeader(), false);
    assert.equal(cluster.node(2).raft.status().leader, 1);
  });

  test("forbid a restarted node to vote until any promise from before has run out", () => {
    const node = aNode({ hardState: { term: 3 }, options: { ...options, checkQuorum: true } });
    const request = {
      kind: "vote",
      from: 2,
      to: 1,
      term: 4,
      lastIndex: 0,
      lastTerm: 0,
      transfer: false,
    } as const;
    node.raft.step(request);
    assert.deepEqual(node.settle(), []);
    node.tick(options.electionTicks - 1);
    node.raft.step(request);
    assert.deepEqual(ofKind(node.settle(), "vote-response"), []);
    node.tick(1);
    node.settle();
    node.raft.step({ ...request, term: 9 });
    assert.equal(ofKind(node.settle(), "vote-response")[0]?.rejected, false);
  });
});

describe("a lease", () => {
  test("keeps no more rounds than can still give one", () => {
    const lease = new Lease();
    for (let tick = 0; tick < 1000; tick++) lease.beginRound(tick + 1, tick, 10);
    lease.confirm(985);
    assert.equal(lease.holds(1000, 10), false, "round 985 began 16 ticks ago");
    lease.confirm(1000);
    assert.equal(lease.holds(1000, 10), true);
    assert.equal(lease.holds(1007, 10), false, "clocks may differ by a tenth, ticks by two");
  });
});
