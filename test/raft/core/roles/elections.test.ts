import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  aFollower,
  aNode,
  anEstablishedLeader,
  ELECTION_TICKS,
  ofKind,
  vote,
} from "#test/raft-core/paper-node.ts";
import { RaftCluster } from "#test/raft-core/raft-cluster.ts";

const careful = { preVote: true, checkQuorum: true };
const request = { to: 1, lastIndex: 9, lastTerm: 9, transfer: false } as const;

describe("pre-vote", () => {
  test("changes neither term nor vote of anyone", () => {
    const node = aNode({ options: careful });
    node.raft.campaign();
    const asked = ofKind(node.settle(), "pre-vote");
    assert.deepEqual(
      asked.map(({ to, term }) => [to, term]),
      [
        [2, 1],
        [3, 1],
      ],
    );
    const { term, vote: own, role } = node.raft.status();
    assert.deepEqual({ term, own, role }, { term: 0, own: 0, role: "pre-candidate" });

    const voter = aNode({ options: careful });
    voter.raft.step({ ...request, kind: "pre-vote", from: 2, term: 5 });
    assert.deepEqual(voter.settle(), [
      { kind: "pre-vote-response", from: 1, to: 2, term: 5, rejected: false },
    ]);
    assert.deepEqual([voter.raft.status().term, voter.raft.status().vote], [0, 0]);
  });

  test("won, turns into a real election; lost, into following", () => {
    const node = aNode({ options: careful });
    node.raft.campaign();
    node.settle();
    const answer = { kind: "pre-vote-response", to: 1, term: 1 } as const;
    node.raft.step({ ...answer, from: 2, rejected: false });
    assert.deepEqual([node.raft.status().role, node.raft.status().term], ["candidate", 1]);

    const loser = aNode({ options: careful, voters: [1, 2, 3, 4, 5], hardState: { term: 1 } });
    loser.raft.campaign();
    loser.settle();
    for (const from of [2, 3, 4]) loser.raft.step({ ...answer, from, rejected: true });
    assert.deepEqual([loser.raft.status().role, loser.raft.status().term], ["follower", 1]);
  });

  test("a refusal from a higher term tells of that term", () => {
    const node = aNode({ options: careful });
    node.raft.campaign();
    node.settle();
    node.raft.step({ kind: "pre-vote-response", from: 2, to: 1, term: 7, rejected: true });
    assert.deepEqual([node.raft.status().role, node.raft.status().term], ["follower", 7]);
  });

  test("a granted pre-vote does not count as a vote", () => {
    const node = aNode({ options: careful });
    node.raft.campaign();
    node.settle();
    node.raft.step({ kind: "pre-vote-response", from: 2, to: 1, term: 1, rejected: false });
    node.settle();
    node.raft.step({ kind: "pre-vote-response", from: 3, to: 1, term: 1, rejected: false });
    assert.equal(node.raft.status().role, "candidate");
    node.raft.step(vote(3, 1, 1));
    assert.equal(node.raft.status().role, "leader");
  });

  test("a node that was cut off deposes nobody when it returns", () => {
    const cluster = new RaftCluster({ voters: [1, 2, 3], options: careful });
    cluster.elect(1);
    const { term } = cluster.node(1).raft.status();
    cluster.isolate(3);
    cluster.tick(1000);
    cluster.heal();
    cluster.tick(200);
    assert.deepEqual(cluster.leaders, [1]);
    assert.equal(cluster.node(3).raft.status().term, term);
  });

  test("a candidate of an older term hears of the newer one", () => {
    const node = aNode({ options: careful, hardState: { term: 5 } });
    node.raft.step({ ...request, kind: "pre-vote", from: 2, term: 3 });
    assert.deepEqual(node.settle(), [{ kind: "pre-vote-response", from: 1, to: 2, term: 5, rejected: true }]);
  });
});

describe("check-quorum", () => {
  test("a leader that hears no quorum for a timeout steps down", () => {
    const leader = anEstablishedLeader({ options: { checkQuorum: true } });
    leader.tick(ELECTION_TICKS);
    assert.equal(leader.raft.status().role, "leader", "everyone was heard in the first timeout");
    leader.tick(ELECTION_TICKS - 1);
    assert.equal(leader.raft.status().role, "leader");
    leader.tick(1);
    const { role, leader: known, term } = leader.raft.status();
    assert.deepEqual({ role, known, term }, { role: "follower", known: 0, term: 1 });
  });

  test("learners do not make a quorum", () => {
    const cluster = new RaftCluster({ voters: [1, 2, 3], learners: [4, 5], options: careful });
    cluster.elect(1);
    cluster.isolate(2, 3);
    cluster.tick(150);
    assert.notEqual(cluster.node(1).raft.status().role, "leader");
  });

  for (const kind of ["vote", "pre-vote"] as const) {
    test(`a follower that has heard its leader lately ignores a ${kind}, unless the leader asked for it`, () => {
      const follower = aFollower(1, { options: careful });
      follower.raft.step({ ...request, kind, from: 3, term: 2 });
      assert.deepEqual(follower.settle(), []);
      assert.equal(follower.raft.status().term, 1);
      follower.raft.step({ ...request, kind, from: 3, term: 2, transfer: true });
      assert.equal(follower.settle().length, 1);
    });
  }

  test("a follower that has not heard its leader for a timeout votes again", () => {
    const follower = aFollower(1, { options: { ...careful, random: () => ELECTION_TICKS - 1 } });
    follower.tick(ELECTION_TICKS);
    follower.raft.step({ ...request, kind: "vote", from: 3, term: 2 });
    assert.equal(ofKind(follower.settle(), "vote-response")[0]?.rejected, false);
  });

  test("a node with a higher term frees itself by answering the leader it cannot follow", () => {
    const node = aNode({ options: careful, hardState: { term: 5 } });
    node.raft.step({ kind: "heartbeat", from: 2, to: 1, term: 3, commit: 0, round: 1 });
    assert.deepEqual(
      ofKind(node.settle(), "append-response").map(({ to, term }) => [to, term]),
      [[2, 5]],
    );
  });
});

describe("forgetting the leader", () => {
  test("a follower votes at once for another, and can campaign without waiting", () => {
    const follower = aFollower(1, { options: careful });
    assert.equal(follower.raft.forgetLeader(), true);
    assert.equal(follower.raft.status().leader, 0);
    follower.raft.step({ ...request, kind: "vote", from: 3, term: 2 });
    assert.equal(ofKind(follower.settle(), "vote-response")[0]?.rejected, false);
  });

  test("is undone by the leader's next word", () => {
    const follower = aFollower(1);
    follower.raft.forgetLeader();
    follower.raft.step({ kind: "heartbeat", from: 2, to: 1, term: 1, commit: 0, round: 2 });
    assert.equal(follower.raft.status().leader, 2);
  });

  test("means nothing without a leader, to a candidate or to the leader itself", () => {
    assert.equal(aNode().raft.forgetLeader(), false);
    const leader = anEstablishedLeader();
    assert.equal(leader.raft.forgetLeader(), false);
    assert.equal(leader.raft.status().leader, 1);
  });

  test("lets a cluster whose leader was killed elect another within a few round trips", () => {
    const cluster = new RaftCluster({ voters: [1, 2, 3], options: careful });
    cluster.elect(1);
    cluster.isolate(1);
    for (const id of [2, 3]) cluster.node(id).raft.forgetLeader();
    cluster.node(2).raft.campaign();
    cluster.settle();
    assert.ok(cluster.leaders.includes(2));
  });
});
