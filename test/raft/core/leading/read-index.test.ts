import assert from "node:assert/strict";
import { describe, test } from "node:test";
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
import type { SteppedNode } from "#test/raft-core/stepped-node.ts";
import { seededRandom } from "#test/seeded-random.ts";

function ask(node: SteppedNode): number {
  const outcome = node.raft.readIndex();
  assert.ok(outcome.kind === "pending", JSON.stringify(outcome));
  return outcome.context;
}

/** The round of the heartbeats that go out now. */
function roundOf(leader: SteppedNode): number {
  const round = ofKind(leader.settle(), "heartbeat").at(-1)?.round;
  assert.ok(round !== undefined, "a round of heartbeats goes out");
  return round;
}

function heard(leader: SteppedNode, from: number, round: number): void {
  leader.raft.step({
    kind: "heartbeat-response",
    from,
    to: leader.id,
    term: leader.raft.status().term,
    round,
  });
  leader.settle();
}

describe("reads through a quorum", () => {
  test("on the leader, wait for one round of heartbeats", () => {
    const leader = anEstablishedLeader();
    const context = ask(leader);
    const round = roundOf(leader);
    assert.deepEqual(leader.reads, []);
    heard(leader, 2, round);
    assert.deepEqual(leader.reads, [{ context, index: 1 }]);
  });

  test("on a follower, are answered by the leader", () => {
    const cluster = new RaftCluster({ voters: [1, 2, 3] });
    const leader = cluster.elect(1);
    leader.propose("a");
    cluster.settle();
    const context = ask(cluster.node(3));
    cluster.settle();
    assert.deepEqual(cluster.node(3).reads, [{ context, index: 2 }]);
    assert.deepEqual(leader.reads, []);
  });

  test("an answer to an earlier round proves nothing about a later read", () => {
    const leader = anEstablishedLeader();
    leader.tick(1);
    const before = roundOf(leader);
    ask(leader);
    const after = roundOf(leader);
    assert.ok(after > before);
    heard(leader, 2, before);
    assert.deepEqual(leader.reads, []);
    heard(leader, 2, after);
    assert.equal(leader.reads.length, 1);
  });

  test("an answer to a later round proves all earlier reads, in their order", () => {
    const leader = anEstablishedLeader();
    const first = ask(leader);
    const second = ask(leader);
    leader.tick(1);
    heard(leader, 3, roundOf(leader));
    assert.deepEqual(
      leader.reads.map(({ context }) => context),
      [first, second],
    );
  });

  test("a minority's answers, a learner's and a round never sent prove nothing", () => {
    const leader = anEstablishedLeader({ voters: [1, 2, 3, 4, 5] });
    ask(leader);
    const round = roundOf(leader);
    heard(leader, 2, round);
    heard(leader, 3, round + 100);
    assert.deepEqual(leader.reads, []);

    const cluster = new RaftCluster({ voters: [1, 2], learners: [3] });
    const other = cluster.elect(1);
    cluster.isolate(2);
    ask(other);
    cluster.settle();
    assert.deepEqual(other.reads, []);
  });

  test("wait until a new leader has committed in its term: it may not know what is committed", () => {
    const leader = aLeader({ terms: [1, 1], hardState: { term: 1, commit: 0 } });
    const context = ask(leader);
    assert.deepEqual(ofKind(leader.settle(), "heartbeat"), []);
    leader.raft.step(accepted(2, 1, 2, 3));
    heard(leader, 2, roundOf(leader));
    assert.deepEqual(leader.reads, [{ context, index: 3 }]);
  });

  test("so does the only voter, whose stored commit index may be old", () => {
    const node = aNode({ voters: [1], terms: [1, 1, 1], hardState: { term: 1, commit: 1 } });
    node.raft.campaign();
    node.handle(node.raft.ready());
    const context = ask(node);
    node.settle();
    assert.deepEqual(node.reads, [{ context, index: 4 }]);
  });

  test("a leader that was removed does not answer for the one voter that is left", () => {
    const cluster = new RaftCluster({ voters: [1, 2], options: { stepDownOnRemoval: false } });
    const leader = cluster.elect(1);
    const removal = [{ action: "remove", nodeId: 1 }] as const;
    leader.raft.proposeConfChange({ transition: "auto", steps: removal, context: new Uint8Array(0) });
    cluster.settle();
    cluster.isolate(1);
    ask(leader);
    cluster.settle();
    assert.deepEqual(leader.reads, []);
  });

  test("are lost when leadership is, and a late round does not bring them back", () => {
    const leader = anEstablishedLeader();
    ask(leader);
    const round = roundOf(leader);
    leader.raft.step({
      kind: "append",
      from: 2,
      to: 1,
      term: 9,
      previousIndex: 0,
      previousTerm: 0,
      entries: [],
      commit: 0,
    });
    heard(leader, 3, round);
    assert.deepEqual(leader.reads, []);
  });

  test("of an earlier leadership are not answered by a later one of the same node", () => {
    const cluster = new RaftCluster({ voters: [1, 2, 3] });
    const leader = cluster.elect(1);
    cluster.isolate(1);
    ask(leader);
    cluster.tick(150);
    cluster.heal();
    cluster.tick(150);
    cluster.node(cluster.leaders[0] ?? 0).raft.transferLeader(1);
    cluster.tick(20);
    assert.deepEqual(cluster.leaders, [1]);
    const context = ask(leader);
    cluster.settle();
    assert.deepEqual(
      leader.reads.map((read) => read.context),
      [context],
    );
  });

  test("are dropped, with the reason, where nobody can answer or too many wait", () => {
    assert.deepEqual(aNode().raft.readIndex(), { kind: "dropped", reason: "no-leader" });
    assert.deepEqual(aCandidate().raft.readIndex(), { kind: "dropped", reason: "no-leader" });
    const leader = anEstablishedLeader({ options: { maxPendingReads: 2 } });
    ask(leader);
    ask(leader);
    assert.deepEqual(leader.raft.readIndex(), { kind: "dropped", reason: "too-many-reads" });
    heard(leader, 2, roundOf(leader));
    ask(leader);
  });

  test("a request that reaches a follower goes on to the leader, for whoever asked", () => {
    const follower = aFollower(1);
    follower.raft.step({ kind: "read-index", from: 3, to: 1, context: 77 });
    assert.deepEqual(follower.settle(), [{ kind: "read-index", from: 3, to: 2, context: 77 }]);
  });
});

describe("read contexts", () => {
  test("are never used twice by a node, whatever becomes of its reads", () => {
    const node = aFollower(1);
    const seen = new Set<number>();
    for (let round = 0; round < 1000; round++) {
      if (round % 7 === 0) node.raft.forgetLeader();
      const outcome = node.raft.readIndex();
      if (outcome.kind === "pending") seen.add(outcome.context);
      else node.raft.step({ kind: "heartbeat", from: 2, to: 1, term: 1, commit: 0, round });
      node.settle();
    }
    const asked = 1000 - Math.ceil(1000 / 7);
    assert.equal(seen.size, asked);
  });

  test("of a node's next life do not meet those of this one", () => {
    const { below } = seededRandom(4);
    const random = (bound: number) => below(2 ** 31) % bound;
    const lives = Array.from({ length: 50 }, () => {
      const node = aFollower(1, { options: { random } });
      return Array.from({ length: 100 }, () => ask(node));
    });
    assert.equal(new Set(lives.flat()).size, 50 * 100);
  });
});
