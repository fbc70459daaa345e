import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { MessageOf } from "#raft/core/message.ts";
import { accepted, anEstablishedLeader, ofKind } from "#test/raft-core/paper-node.ts";
import { RaftCluster } from "#test/raft-core/raft-cluster.ts";
import type { SteppedNode } from "#test/raft-core/stepped-node.ts";

function appendsTo(leader: SteppedNode, member: number): MessageOf<"append">[] {
  return ofKind(leader.settle(), "append").filter(({ to }) => to === member);
}

function memberOf(leader: SteppedNode, id: number) {
  const member = leader.raft.status().members.find((each) => each.id === id);
  assert.ok(member !== undefined);
  return member;
}

describe("flow control of appends", () => {
  test("a full window (in messages) stops the stream, and an acknowledgement reopens it for as many", () => {
    const leader = anEstablishedLeader({ options: { maxInflightMessages: 4 } });
    for (let i = 0; i < 10; i++) leader.propose(`entry ${i}`);
    assert.equal(appendsTo(leader, 2).length, 4);
    assert.equal(memberOf(leader, 2).inflightFull, true);
    // The window held 2, 3, 4 and 5: acknowledging 3 frees two places, which the rest fills in one message.
    leader.raft.step(accepted(2, 1, 1, 3));
    const [refill, ...more] = appendsTo(leader, 2);
    assert.deepEqual([refill?.previousIndex, refill?.entries.length, more.length], [5, 6, 0]);
    assert.equal(memberOf(leader, 2).inflightMessages, 3);
  });

  test("a full window (in bytes) stops the stream", () => {
    const leader = anEstablishedLeader({ options: { maxInflightBytes: 2048, maxMessageBytes: 1024 } });
    for (let i = 0; i < 10; i++) leader.raft.propose([new Uint8Array(900)]);
    assert.equal(appendsTo(leader, 2).length, 3, "the third overshoots the limit");
    assert.equal(memberOf(leader, 2).inflightBytes, 2700);
    leader.raft.step(accepted(2, 1, 1, 2));
    assert.equal(appendsTo(leader, 2).length, 1);
  });

  test("a message carries no more than its limit, unless one entry alone is larger", () => {
    const leader = anEstablishedLeader({ options: { maxMessageBytes: 1000 } });
    const sizes = [300, 300, 300, 300, 5000, 300];
    leader.raft.step(accepted(2, 1, 1, 1));
    leader.settle();
    leader.raft.propose(sizes.map((size) => new Uint8Array(size)));
    leader.settle();
    for (let acknowledged = 1, round = 0; round < 10; round++) {
      leader.raft.step({ ...accepted(3, 1, 1, acknowledged) });
      for (const { previousIndex, entries } of appendsTo(leader, 3)) {
        const bytes = entries.reduce((sum, { data }) => sum + data.length, 0);
        assert.ok(bytes <= 1000 || entries.length === 1);
        acknowledged = previousIndex + entries.length;
      }
    }
    leader.raft.step(accepted(3, 1, 1, 7));
    assert.equal(memberOf(leader, 3).match, 7);
  });

  test("with a limit of nothing, entries go one by one", () => {
    const leader = anEstablishedLeader({ options: { maxMessageBytes: 0 } });
    leader.propose("a", "b", "c");
    leader.raft.step(accepted(2, 1, 1, 2));
    assert.deepEqual(
      appendsTo(leader, 2)
        .map(({ entries }) => entries.length)
        .filter((count) => count > 0),
      [1, 1, 1],
    );
  });

  test("a heartbeat's answer lets one empty append through a full window", () => {
    const leader = anEstablishedLeader({ options: { maxInflightMessages: 2 } });
    for (let i = 0; i < 5; i++) leader.propose(`entry ${i}`);
    leader.settle();
    for (let round = 1; round <= 3; round++) {
      leader.tick(1);
      leader.settle();
      leader.raft.step({ kind: "heartbeat-response", from: 2, to: 1, term: 1, round });
      assert.deepEqual(
        appendsTo(leader, 2).map(({ entries }) => entries.length),
        [0],
      );
    }
  });

  test("a peer reported unreachable is probed again from what it acknowledged", () => {
    const leader = anEstablishedLeader();
    leader.propose("a");
    leader.settle();
    assert.equal(memberOf(leader, 2).next, 3);
    leader.raft.reportUnreachable(2);
    const { state, next } = memberOf(leader, 2);
    assert.deepEqual({ state, next }, { state: "probe", next: 2 });
  });

  test("heartbeats never tell a member to commit beyond what it is known to hold", () => {
    const leader = anEstablishedLeader();
    leader.propose("a");
    leader.settle();
    leader.raft.step(accepted(2, 1, 1, 2));
    leader.settle();
    leader.tick(1);
    const told = ofKind(leader.settle(), "heartbeat").map(({ to, commit }) => [to, commit]);
    assert.deepEqual(told, [
      [2, 2],
      [3, 1],
    ]);
  });
});

describe("snapshots", () => {
  /** Three nodes of which 3 was cut off until the others had compacted what it lacks. */
  function withLaggard() {
    const cluster = new RaftCluster({ voters: [1, 2, 3], options: { preVote: false, checkQuorum: false } });
    const leader = cluster.elect(1);
    cluster.isolate(3);
    leader.propose("a", "b", "c");
    cluster.settle();
    leader.log.compact(3);
    cluster.heal();
    return { cluster, leader };
  }

  test("a member whose next entry is compacted gets a snapshot and then the rest", () => {
    const { cluster, leader } = withLaggard();
    cluster.tick(100);
    const sent = ofKind(cluster.delivered, "snapshot");
    assert.deepEqual(
      sent.map(({ to, snapshot }) => [to, snapshot.index]),
      [[3, 4]],
    );
    leader.propose("d");
    cluster.settle();
    assert.deepEqual(cluster.node(3).appliedTexts, ["d"]);
    assert.equal(memberOf(leader, 3).state, "replicate");
  });

  test("nothing is sent until the snapshot is reported, and a failed one is sent again", () => {
    const { cluster, leader } = withLaggard();
    cluster.loses = ({ kind }) => kind === "snapshot";
    cluster.tick(20);
    assert.equal(memberOf(leader, 3).state, "snapshot");
    leader.raft.reportSnapshot(3, false);
    assert.deepEqual([memberOf(leader, 3).state, memberOf(leader, 3).paused], ["probe", true]);
    cluster.heal();
    cluster.tick(20);
    assert.equal(memberOf(leader, 3).match, leader.raft.status().lastIndex);
  });

  test("a snapshot reported as installed lets probing go on behind it", () => {
    const { cluster, leader } = withLaggard();
    cluster.loses = ({ kind }) => kind === "snapshot";
    cluster.tick(20);
    assert.equal(memberOf(leader, 3).state, "snapshot");
    leader.raft.reportSnapshot(3, true);
    assert.deepEqual([memberOf(leader, 3).state, memberOf(leader, 3).next], ["probe", 5]);
    leader.raft.reportSnapshot(3, true);
    assert.equal(memberOf(leader, 3).state, "probe", "a second report means nothing");
  });

  test("no snapshot goes to a member that does not answer, nor while none is at hand", () => {
    const { cluster, leader } = withLaggard();
    leader.log.snapshotSource = () => undefined;
    cluster.tick(20);
    assert.equal(ofKind(cluster.delivered, "snapshot").length, 0);
    // What it acknowledges is compacted, so there is nothing to go on with: the leader does not try for ever.
    const { term } = leader.raft.status();
    const rest = { rejected: false, hintIndex: 0, hintTerm: 0 };
    leader.raft.step({ kind: "append-response", from: 3, to: 1, term, index: 1, ...rest });
    cluster.settle();
    assert.equal(memberOf(leader, 3).match, 1);
  });

  test("a follower ignores a snapshot that brings nothing, and one that does not name it", () => {
    const { cluster, leader } = withLaggard();
    const follower = cluster.node(2);
    const { membership, term, committed } = leader.raft.status();
    const message = { kind: "snapshot", from: 1, to: 2, term } as const;
    follower.log.compact(3);
    follower.raft.step({ ...message, snapshot: { index: 2, term: 1, membership } });
    const others = { ...membership, voters: [1, 3] };
    follower.raft.step({ ...message, snapshot: { index: 90, term: 1, membership: others } });
    assert.deepEqual(
      ofKind(follower.settle(), "append-response").map(({ index, rejected }) => [index, rejected]),
      [
        [committed, false],
        [committed, false],
      ],
    );
    assert.equal(follower.raft.status().committed, committed);
  });

  test("a follower that has the snapshot's entry already only commits up to it", () => {
    const cluster = new RaftCluster({ voters: [1, 2, 3] });
    const leader = cluster.elect(1);
    cluster.loses = ({ kind, entries }: { kind: string; entries?: readonly unknown[] }) =>
      kind === "append" && entries?.length === 0;
    leader.propose("a");
    cluster.settle();
    const follower = cluster.node(2);
    assert.equal(follower.raft.status().committed, 1);
    const { membership, term } = leader.raft.status();
    const snapshot = { index: 2, term: 1, membership };
    follower.raft.step({ kind: "snapshot", from: 1, to: 2, term, snapshot });
    follower.settle();
    assert.deepEqual(follower.appliedTexts, ["a"], "applied from the log, not replaced");
  });

  test("nobody campaigns while it waits for a snapshot to be installed", () => {
    const { cluster, leader } = withLaggard();
    const laggard = cluster.node(3);
    const { membership, term } = leader.raft.status();
    const snapshot = { index: 4, term: 1, membership };
    laggard.raft.step({ kind: "snapshot", from: 1, to: 3, term, snapshot });
    assert.equal(laggard.raft.campaign(), "not-a-voter");
    laggard.settle();
    assert.equal(laggard.raft.campaign(), undefined);
  });
});
