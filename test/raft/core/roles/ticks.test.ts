import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { aFollower, aNode, anEstablishedLeader, ELECTION_TICKS, ofKind } from "#test/raft-core/paper-node.ts";
import { RaftCluster } from "#test/raft-core/raft-cluster.ts";

describe("a reluctant voter (sealed, say)", () => {
  const random = () => 3;
  const timeout = ELECTION_TICKS + 3;

  test("campaigns only after twice its timeout", () => {
    const node = aNode({ options: { random } });
    node.raft.setReluctant(true);
    node.tick(2 * timeout - 1);
    assert.deepEqual(node.settle(), []);
    node.tick(1);
    assert.equal(ofKind(node.settle(), "vote").length, 2);
  });

  test("may become one, and stop being one, at any time", () => {
    const node = aNode({ options: { random } });
    node.tick(timeout - 1);
    node.raft.setReluctant(true);
    node.tick(1);
    assert.equal(node.raft.status().role, "follower");
    node.raft.setReluctant(false);
    node.tick(1);
    assert.equal(node.raft.status().role, "candidate");
  });

  test("still votes, and still campaigns when the leader tells it to", () => {
    const node = aFollower(1);
    node.raft.setReluctant(true);
    node.raft.step({ kind: "timeout-now", from: 2, to: 1, term: 1 });
    assert.equal(node.raft.status().role, "candidate");
    const voter = aNode();
    voter.raft.setReluctant(true);
    voter.raft.step({ kind: "vote", from: 2, to: 1, term: 1, lastIndex: 0, lastTerm: 0, transfer: false });
    assert.equal(ofKind(voter.settle(), "vote-response")[0]?.rejected, false);
  });

  test("leaves the election to the others, even if its timeout is the shortest", () => {
    for (let seed = 0; seed < 20; seed++) {
      const cluster = new RaftCluster({ voters: [], options: {} });
      for (const id of [1, 2, 3]) {
        // The reluctant node always draws the shortest timeout there is.
        const own = id === 1 ? 0 : 10 + ((seed * 7 + id * 13) % 40);
        cluster.add(id, { voters: [1, 2, 3] }, { random: () => own });
      }
      cluster.node(1).raft.setReluctant(true);
      cluster.tick(150);
      assert.ok(cluster.leaders.length === 1 && !cluster.leaders.includes(1));
    }
  });

  test("leads when nobody else can", () => {
    const cluster = new RaftCluster({ voters: [1, 2, 3] });
    for (const { raft } of cluster.nodes.values()) raft.setReluctant(true);
    cluster.isolate(3);
    cluster.node(2).raft.tick();
    cluster.tick(300);
    assert.equal(cluster.leaders.length, 1);
  });
});

describe("a gap in time", () => {
  test("makes nobody campaign: a follower waits a whole timeout again", () => {
    const follower = aFollower(1);
    follower.tick(ELECTION_TICKS - 1);
    follower.raft.tickGap();
    follower.tick(ELECTION_TICKS - 1);
    assert.equal(follower.raft.status().role, "follower");
    follower.tick(1);
    assert.equal(follower.raft.status().role, "candidate");
  });

  test("is no proof of having heard the leader: the follower votes for who asks", () => {
    const follower = aFollower(1, { options: { checkQuorum: true } });
    const request = { kind: "vote", from: 3, to: 1, lastIndex: 0, lastTerm: 0, transfer: false } as const;
    follower.raft.step({ ...request, term: 2 });
    assert.deepEqual(follower.settle(), [], "the leader was heard just now");
    follower.raft.tickGap();
    follower.raft.step({ ...request, term: 2 });
    assert.equal(ofKind(follower.settle(), "vote-response")[0]?.rejected, false);
  });

  test("ends with the leader's next word", () => {
    const follower = aFollower(1, { options: { checkQuorum: true } });
    follower.raft.tickGap();
    follower.raft.step({ kind: "heartbeat", from: 2, to: 1, term: 1, commit: 0, round: 2 });
    follower.settle();
    follower.raft.step({ kind: "vote", from: 3, to: 1, term: 2, lastIndex: 0, lastTerm: 0, transfer: false });
    assert.deepEqual(follower.settle(), []);
  });

  test("makes a leader ask everyone at once, and judge its quorum only after a whole timeout", () => {
    const leader = anEstablishedLeader({ options: { checkQuorum: true } });
    leader.tick(2 * ELECTION_TICKS - 1);
    leader.settle();
    leader.raft.tickGap();
    assert.equal(ofKind(leader.settle(), "heartbeat").length, 2);
    leader.tick(ELECTION_TICKS - 1);
    assert.equal(leader.raft.status().role, "leader");
    leader.tick(1);
    assert.equal(leader.raft.status().role, "follower");
  });

  test("a leader that slept through an election answers no read from before it learns so", () => {
    const cluster = new RaftCluster({ voters: [1, 2, 3] });
    const old = cluster.elect(1);
    cluster.isolate(1);
    for (const id of [2, 3]) cluster.node(id).tick(60);
    cluster.settle();
    old.raft.tickGap();
    assert.equal(old.raft.readIndex().kind, "pending");
    cluster.heal();
    cluster.settle();
    assert.deepEqual(old.reads, []);
    assert.notEqual(old.raft.status().role, "leader");
  });
});

describe("the election timeout", () => {
  test("can be raised at run time", () => {
    const node = aNode();
    node.raft.setElectionTicks(50);
    node.tick(49);
    assert.equal(node.raft.status().role, "follower");
    node.tick(1);
    assert.equal(node.raft.status().role, "candidate");
  });

  test("never falls to the heartbeats' interval, nor under a lease below what was promised", () => {
    assert.throws(() => aNode().raft.setElectionTicks(1), /outlast heartbeats/);
    const leased = aNode({ options: { readMode: "lease", checkQuorum: true } });
    assert.throws(() => leased.raft.setElectionTicks(ELECTION_TICKS - 1), /lease forbids/);
  });
});
