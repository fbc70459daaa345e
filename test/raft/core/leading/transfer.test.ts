import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  aCandidate,
  accepted,
  anEstablishedLeader,
  ELECTION_TICKS,
  ofKind,
} from "#test/raft-core/paper-node.ts";
import { RaftCluster } from "#test/raft-core/raft-cluster.ts";

describe("leadership transfer", () => {
  test("to a voter that is up to date takes one election, without pre-vote", () => {
    const cluster = new RaftCluster({ voters: [1, 2, 3] });
    const leader = cluster.elect(1);
    cluster.delivered.length = 0;
    assert.equal(leader.raft.transferLeader(3), "started");
    cluster.settle();
    assert.deepEqual(cluster.leaders, [3]);
    assert.deepEqual(ofKind(cluster.delivered, "pre-vote"), []);
    assert.ok(ofKind(cluster.delivered, "vote").every(({ transfer }) => transfer));
  });

  test("brings the target up to date first", () => {
    const cluster = new RaftCluster({ voters: [1, 2, 3] });
    const leader = cluster.elect(1);
    cluster.isolate(3);
    leader.propose("a", "b");
    cluster.settle();
    leader.raft.reportUnreachable(3);
    cluster.heal();
    assert.equal(leader.raft.transferLeader(3), "started");
    assert.equal(leader.raft.status().transferee, 3);
    cluster.settle();
    assert.deepEqual(cluster.leaders, [3]);
  });

  test("tells the target to campaign only when it has everything", () => {
    const leader = anEstablishedLeader();
    leader.propose("a", "b", "c");
    leader.settle();
    leader.raft.transferLeader(2);
    leader.raft.step(accepted(2, 1, 1, 3));
    assert.deepEqual(ofKind(leader.settle(), "timeout-now"), []);
    leader.raft.step(accepted(3, 1, 1, 4));
    assert.deepEqual(ofKind(leader.settle(), "timeout-now"), [], "another member's acknowledgement");
    leader.raft.step(accepted(2, 1, 1, 4));
    assert.deepEqual(
      ofKind(leader.settle(), "timeout-now").map(({ to }) => to),
      [2],
    );
  });

  test("may be asked of a follower", () => {
    const cluster = new RaftCluster({ voters: [1, 2, 3] });
    cluster.elect(1);
    assert.equal(cluster.node(2).raft.transferLeader(2), "forwarded");
    cluster.settle();
    assert.deepEqual(cluster.leaders, [2]);
  });

  test("takes no proposals until it is done or its deadline, one election timeout, has passed", () => {
    const leader = anEstablishedLeader();
    leader.raft.transferLeader(2);
    leader.settle();
    leader.tick(ELECTION_TICKS - 1);
    assert.deepEqual(leader.propose("a"), { kind: "dropped", reason: "transferring" });
    leader.tick(1);
    assert.equal(leader.raft.status().transferee, 0);
    assert.equal(leader.propose("a").kind, "appended");
  });

  test("asked again for the same target does not move the deadline; for another one it starts over", () => {
    const leader = anEstablishedLeader();
    leader.raft.transferLeader(2);
    leader.tick(ELECTION_TICKS - 1);
    assert.equal(leader.raft.transferLeader(2), "already-under-way");
    leader.tick(1);
    assert.equal(leader.raft.status().transferee, 0);
    leader.raft.transferLeader(2);
    leader.tick(ELECTION_TICKS - 1);
    assert.equal(leader.raft.transferLeader(3), "started");
    leader.tick(1);
    assert.equal(leader.raft.status().transferee, 3);
  });

  test("is refused to oneself, a stranger or a learner, and on a node that cannot pass it on", () => {
    const cluster = new RaftCluster({ voters: [1, 2], learners: [3] });
    const leader = cluster.elect(1);
    for (const id of [1, 3, 9]) assert.equal(leader.raft.transferLeader(id), "refused");
    assert.equal(leader.propose("a").kind, "appended");
    assert.equal(aCandidate().raft.transferLeader(2), "refused");
  });

  test("ends when its target is removed", () => {
    const leader = anEstablishedLeader();
    const removal = [{ action: "remove", nodeId: 3 }] as const;
    leader.raft.proposeConfChange({ transition: "auto", steps: removal, context: new Uint8Array(0) });
    leader.settle();
    leader.raft.transferLeader(3);
    leader.raft.step(accepted(2, 1, 1, 2));
    leader.settle();
    assert.equal(leader.raft.status().transferee, 0);
  });

  test("a late request to campaign does not depose the leader of a later term", () => {
    const cluster = new RaftCluster({ voters: [1, 2, 3] });
    cluster.elect(1);
    cluster.node(3).raft.step({ kind: "timeout-now", from: 1, to: 3, term: 1 });
    cluster.settle();
    assert.deepEqual(cluster.leaders, [3]);
    cluster.node(2).raft.step({ kind: "timeout-now", from: 1, to: 2, term: 1 });
    cluster.settle();
    assert.deepEqual(cluster.leaders, [3]);
  });
});

describe("a reluctant leader (sealed, say)", () => {
  function reluctantLeader(eligible: number[]) {
    const cluster = new RaftCluster({ voters: [1, 2, 3], options: { electionTicks: 10, heartbeatTicks: 2 } });
    const leader = cluster.elect(1);
    leader.raft.setReluctant(true);
    leader.raft.setEligiblePeers(eligible);
    return cluster;
  }

  test("hands over to an eligible voter within one timeout", () => {
    const cluster = reluctantLeader([3]);
    cluster.tick(10);
    assert.deepEqual(cluster.leaders, [3]);
  });

  test("leads on while nobody is eligible", () => {
    const cluster = reluctantLeader([]);
    cluster.tick(50);
    assert.deepEqual(cluster.leaders, [1]);
    cluster.node(1).raft.setEligiblePeers([2]);
    cluster.tick(10);
    assert.deepEqual(cluster.leaders, [2]);
  });

  test("prefers the eligible voter with the longest log", () => {
    const cluster = reluctantLeader([2, 3]);
    cluster.isolate(2);
    cluster.node(1).propose("a");
    cluster.settle();
    cluster.tick(2);
    assert.deepEqual(cluster.leaders, [3]);
  });

  test("passes over a voter that has not answered lately", () => {
    const cluster = reluctantLeader([3]);
    const { raft } = cluster.node(1);
    raft.setReluctant(false);
    cluster.isolate(3);
    cluster.tick(25);
    raft.setReluctant(true);
    cluster.tick(8);
    assert.deepEqual(cluster.leaders, [1]);
    assert.equal(raft.status().transferee, 0, "an attempt would refuse proposals for nothing");
  });

  test("tries another one when the first does not take over", () => {
    const cluster = reluctantLeader([2, 3]);
    cluster.loses = ({ kind, to }) => kind === "timeout-now" && to === 2;
    cluster.tick(14);
    assert.deepEqual(cluster.leaders, [3]);
  });

  test("is left alone once it is willing again", () => {
    const cluster = reluctantLeader([3]);
    cluster.node(1).raft.setReluctant(false);
    cluster.tick(50);
    assert.deepEqual(cluster.leaders, [1]);
  });
});
