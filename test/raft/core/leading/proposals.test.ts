import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { EMPTY_BYTES } from "#base/bytes.ts";
import type { ConfChange } from "#raft/core/confchange/conf-change.ts";
import {
  aCandidate,
  accepted,
  aFollower,
  aLeader,
  aNode,
  anEstablishedLeader,
  ofKind,
} from "#test/raft-core/paper-node.ts";
import { RaftCluster } from "#test/raft-core/raft-cluster.ts";

function change(...steps: ConfChange["steps"]): ConfChange {
  return { transition: "auto", steps, context: EMPTY_BYTES };
}

describe("proposals", () => {
  test("say where they stand in the log", () => {
    const leader = anEstablishedLeader();
    const outcome = leader.propose("a", "b", "c");
    assert.deepEqual(outcome, {
      kind: "appended",
      term: 1,
      firstIndex: 2,
      lastIndex: 4,
      refusedChange: undefined,
    });
  });

  test("are dropped, with the reason, where they cannot be taken", () => {
    assert.deepEqual(aNode().propose("a"), { kind: "dropped", reason: "no-leader" });
    assert.deepEqual(aCandidate().propose("a"), { kind: "dropped", reason: "no-leader" });
    assert.deepEqual(aFollower(1).propose("a"), { kind: "dropped", reason: "not-leader" });
  });

  test("an empty proposal is an assertion", () => {
    assert.throws(() => anEstablishedLeader().propose(), /empty proposal/);
  });

  test("an entry above the limit is refused before anything is appended", () => {
    const leader = anEstablishedLeader({ options: { maxEntryBytes: 100 } });
    const outcome = leader.raft.propose([new Uint8Array(100), new Uint8Array(101)]);
    assert.deepEqual(outcome, { kind: "dropped", reason: "entry-too-large" });
    assert.equal(leader.raft.status().lastIndex, 1);
    assert.equal(leader.raft.propose([new Uint8Array(100)]).kind, "appended");
  });

  test("are refused while too much is uncommitted, and taken again once it is applied", () => {
    const leader = anEstablishedLeader({ options: { maxUncommittedBytes: 1000 } });
    const kilobyte = new Uint8Array(1000);
    assert.equal(leader.raft.propose([kilobyte]).kind, "appended");
    assert.deepEqual(leader.raft.propose([new Uint8Array(1)]), {
      kind: "dropped",
      reason: "uncommitted-limit",
    });
    assert.equal(leader.raft.propose([EMPTY_BYTES]).kind, "appended", "what weighs nothing is never refused");
    leader.settle();
    leader.raft.step(accepted(2, 1, 1, 3));
    leader.settle();
    assert.equal(leader.raft.status().uncommittedBytes, 0);
    assert.equal(leader.raft.propose([kilobyte]).kind, "appended");
  });

  test("the first one is taken however large, or it never could be", () => {
    const leader = anEstablishedLeader({ options: { maxUncommittedBytes: 10 } });
    assert.equal(leader.raft.propose([new Uint8Array(5000)]).kind, "appended");
  });

  test("a leader that was removed takes none", () => {
    const cluster = new RaftCluster({ voters: [1, 2, 3], options: { stepDownOnRemoval: false } });
    const leader = cluster.elect(1);
    leader.raft.proposeConfChange(change({ action: "remove", nodeId: 1 }));
    cluster.settle();
    assert.equal(leader.raft.status().role, "leader");
    assert.deepEqual(leader.propose("a"), { kind: "dropped", reason: "not-a-member" });
  });

  describe("with forwarding", () => {
    const options = { proposalForwarding: true };

    test("go from a follower to the leader", () => {
      const cluster = new RaftCluster({ voters: [1, 2, 3], options });
      cluster.elect(1);
      assert.deepEqual(cluster.node(2).propose("from a follower"), { kind: "forwarded", leader: 1 });
      cluster.settle();
      for (const { appliedTexts } of cluster.nodes.values())
        assert.deepEqual(appliedTexts, ["from a follower"]);
    });

    test("a leader without it takes none from others: they have passed no check", () => {
      const leader = anEstablishedLeader();
      const entries = [{ kind: "data", data: Uint8Array.of(1) }] as const;
      const refusal = leader.raft.step({ kind: "propose", from: 2, to: 1, entries });
      assert.deepEqual(refusal, { kind: "dropped", reason: "not-leader" });
      assert.equal(leader.raft.status().lastIndex, 1);
    });
  });
});

describe("proposed configuration changes", () => {
  const addFour = change({ action: "add-voter", nodeId: 4 });

  test("wait until what earlier terms left in the log is applied: there may be one among it", () => {
    const leader = aLeader({ terms: [1, 1], hardState: { term: 1 } });
    const outcome = leader.raft.proposeConfChange(addFour);
    assert.ok(outcome.kind === "dropped" && outcome.reason === "change-refused");
    assert.match(outcome.detail ?? "", /a change may be pending up to index/);
  });

  test("go one at a time", () => {
    const leader = anEstablishedLeader();
    assert.equal(leader.raft.proposeConfChange(addFour).kind, "appended");
    const second = leader.raft.proposeConfChange(change({ action: "add-voter", nodeId: 5 }));
    assert.ok(second.kind === "dropped" && second.reason === "change-refused");
    leader.settle();
    leader.raft.step(accepted(2, 1, 1, 3));
    leader.settle();
    assert.deepEqual(leader.membership.voters, [1, 2, 3, 4]);
  });

  test("must fit: no leaving without entering, nothing but leaving inside", () => {
    const leader = anEstablishedLeader({ voters: [1] });
    const leave = leader.raft.proposeConfChange(change());
    assert.ok(leave.kind === "dropped" && leave.detail === "there is no joint configuration to leave");
    leader.settle();
    const explicit = { ...addFour, transition: "joint-explicit" } as const;
    assert.equal(leader.raft.proposeConfChange(explicit).kind, "appended");
    leader.settle();
    const again = leader.raft.proposeConfChange(change({ action: "remove", nodeId: 4 }));
    assert.ok(again.kind === "dropped" && again.detail === "the joint configuration must be left first");
  });

  test("must be possible: what could not be applied would stop every node", () => {
    const leader = anEstablishedLeader({ voters: [1] });
    leader.settle();
    const last = leader.raft.proposeConfChange(change({ action: "remove", nodeId: 1 }));
    assert.deepEqual(last, { kind: "dropped", reason: "change-refused", detail: "removed all voters" });
    leader.settle();
    const explicit = { ...addFour, transition: "joint-explicit" } as const;
    assert.equal(leader.raft.proposeConfChange(explicit).kind, "appended");
    leader.settle();
    const again = leader.raft.proposeConfChange({ ...change(), transition: "joint-explicit" });
    assert.ok(again.kind === "dropped" && again.detail === "config is already joint");
  });

  test("a joint configuration that may be left by itself is", () => {
    const cluster = new RaftCluster({ voters: [1, 2, 3] });
    const leader = cluster.elect(1);
    cluster.add(4, { voters: [1, 2, 3] });
    const swap = change({ action: "remove", nodeId: 3 }, { action: "add-voter", nodeId: 4 });
    assert.equal(leader.raft.proposeConfChange(swap).kind, "appended");
    cluster.tick(60);
    for (const id of [1, 2, 4]) {
      const { voters, votersOutgoing } = cluster.node(id).raft.status().membership;
      assert.deepEqual([voters, votersOutgoing], [[1, 2, 4], []]);
    }
  });

  test("a leader that removes itself commits without counting itself, then steps down", () => {
    const cluster = new RaftCluster({ voters: [1, 2] });
    const leader = cluster.elect(1);
    leader.raft.proposeConfChange(change({ action: "remove", nodeId: 1 }));
    cluster.settle();
    assert.equal(leader.raft.status().role, "follower");
    assert.equal(leader.raft.campaign(), "not-a-voter");
    cluster.tick(200);
    assert.deepEqual(cluster.leaders, [2]);
  });

  test("one that would be applied but cannot be is an assertion, on every node alike", () => {
    const leader = anEstablishedLeader();
    assert.throws(
      () => leader.raft.applyConfChange({ term: 1, index: 2, kind: "conf-change", data: EMPTY_BYTES }),
      /cannot be applied: can't leave a non-joint config/,
    );
  });

  test("a node with a committed change it has not applied does not campaign", () => {
    const follower = aFollower(1);
    const leader = anEstablishedLeader();
    leader.raft.proposeConfChange(addFour);
    const append = ofKind(leader.settle(), "append").find(
      ({ to, entries }) => to === 2 && entries.length > 0,
    );
    assert.ok(append !== undefined);
    const first = { term: 1, index: 1, kind: "data", data: EMPTY_BYTES } as const;
    const entries = [first, ...append.entries];
    follower.raft.step({ ...append, from: 2, to: 1, previousIndex: 0, previousTerm: 0, entries, commit: 2 });
    assert.equal(follower.raft.campaign(), "changes-not-applied");
    follower.settle();
    assert.equal(follower.raft.campaign(), undefined);
  });
});
