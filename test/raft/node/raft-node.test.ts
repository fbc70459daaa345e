// The loop around the core, with a disk and a clock in the test's hands.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { utf8 } from "#base/bytes.ts";
import type { Entry } from "#raft/core/entry.ts";
import { LoneNode } from "#test/raft-node/lone-node.ts";
import { SlowLog } from "#test/raft-node/slow-log.ts";

const entry = (index: number, term = 1): Entry => ({ index, term, kind: "data", data: utf8(`e${index}`) });

describe("nothing is promised before it is durable", () => {
  test("a vote leaves when term and vote are on disk", () => {
    const node = new LoneNode();
    const request = { lastIndex: 0, lastTerm: 0, transfer: false };
    node.hear({ kind: "vote", from: 2, to: 1, term: 4, ...request });
    assert.deepEqual(node.kinds(), []);
    node.log.settle();
    node.turn();
    assert.deepEqual(node.log.hardState, { term: 4, vote: 2, commit: 0 });
    assert.deepEqual(node.kinds(), ["vote-response"]);
  });

  test("a follower's acknowledgement leaves when the entries are on disk", () => {
    const node = new LoneNode();
    node.hear(node.append(1, [entry(1), entry(2)]));
    assert.ok(!node.kinds().includes("append-response"));
    node.log.settle();
    node.turn();
    const [acknowledgement] = node.sent.filter((message) => message.kind === "append-response");
    assert.equal(acknowledgement?.index, 2);
    assert.equal(node.log.lastIndex, 2);
  });

  test("a candidate asks for votes when its own is on disk", () => {
    const node = new LoneNode();
    node.raft.campaign();
    node.turn();
    assert.deepEqual(node.kinds(), ["pre-vote", "pre-vote"], "which binds nobody");
    node.hear({ kind: "pre-vote-response", from: 2, to: 1, term: 1, rejected: false });
    node.log.settle(0);
    assert.ok(!node.kinds().includes("vote"));
    node.settle();
    assert.equal(node.kinds().filter((kind) => kind === "vote").length, 2);
  });

  test("a leader sends entries while it writes them, and counts itself once it has", () => {
    const node = LoneNode.leading();
    assert.equal(node.raft.propose([utf8("x")]).kind, "appended");
    node.turn();
    assert.deepEqual(node.kinds(), ["append"], "to the follower that keeps up");
    assert.equal(node.log.waiting, 1);
    node.acknowledge(2, 2);
    assert.equal(node.raft.committed, 1, "one copy of three that is durable");
    node.settle();
    assert.equal(node.raft.committed, 2);
    assert.deepEqual(node.applied, [1, 2]);
  });
});

describe("time that nobody counted", () => {
  test("is no silence of the leader: after a pause a follower waits a whole timeout again", () => {
    const node = new LoneNode();
    node.hear(node.append(1, []));
    node.settle();
    node.sent.length = 0;
    node.nowMs += 60_000;
    node.raft.tick();
    node.turn();
    node.pass(480);
    assert.deepEqual(node.kinds(), []);
    node.pass(40);
    assert.ok(node.kinds().includes("pre-vote"), "silence that was counted is silence");
  });

  test("makes a leader ask its followers at once", () => {
    const node = LoneNode.leading();
    node.nowMs += 5000;
    node.raft.tick();
    node.turn();
    assert.deepEqual(node.kinds(), ["heartbeat", "heartbeat"]);
    assert.equal(node.raft.role.role, "leader");
  });

  test("a little of it is caught up with", () => {
    const node = LoneNode.leading();
    node.nowMs += 100;
    node.raft.tick();
    node.turn();
    assert.equal(node.kinds().filter((kind) => kind === "heartbeat").length, 4, "two rounds of 50 ms");
  });
});

describe("a leader that should not lead", () => {
  test("hands over when an append is under way for too long, and leaves when nobody takes over", () => {
    const node = LoneNode.leading();
    node.acknowledge(3, 1);
    node.raft.propose([utf8("x")]);
    node.turn();
    node.acknowledge(2, 2);
    node.acknowledge(3, 2);
    node.sent.length = 0;
    node.pass(900, [2, 3]);
    assert.ok(!node.kinds().includes("timeout-now"));
    node.pass(150, [2, 3]);
    assert.ok(node.kinds().includes("timeout-now"), "a follower is told to take over");
    assert.equal(node.raft.role.role, "leader");
    node.pass(600, [2, 3]);
    assert.equal(node.raft.role.role, "follower", "its heartbeats protect nobody any more");
  });

  test("tells its peers that it is not fit, and does not campaign by the short way", () => {
    const node = LoneNode.leading();
    node.raft.propose([utf8("x")]);
    node.pass(1100, [2, 3]);
    assert.equal(node.notes.at(-1)?.isEligible, false);
    node.log.settle();
    node.pass(60, [2, 3]);
    assert.equal(node.notes.at(-1)?.isEligible, true);
  });

  test("hands over when its request threads stall, but stays when nobody could take over", () => {
    const alone = LoneNode.leading();
    alone.hear({ kind: "heartbeat-response", from: 2, to: 1, term: 1, round: 0 }, { isEligible: false });
    alone.raft.setRequestsStalled(true);
    alone.pass(400);
    assert.ok(!alone.kinds().includes("timeout-now"), "nobody has said that it is fit");

    const node = LoneNode.leading();
    node.pass(60, [2, 3]);
    node.raft.setRequestsStalled(true);
    node.pass(20, [2, 3]);
    assert.ok(node.kinds().includes("timeout-now"));
  });

  test("without a quorum that answers steps down", () => {
    const node = LoneNode.leading();
    node.pass(1100);
    assert.equal(node.raft.role.role, "follower");
  });
});

describe("the election timeout", () => {
  test("grows to ten times what the disk takes, and followers use their leader's", () => {
    const leader = LoneNode.leading();
    for (let sync = 0; sync < 100; sync++) leader.raft.measuredSync(120);
    leader.pass(300, [2, 3]);
    const { agreedMs } = leader.raft.election;
    assert.ok(agreedMs >= 1200 && agreedMs <= 1350, `${agreedMs} ms`);
    assert.equal(leader.notes.at(-1)?.electionMs, agreedMs);

    const follower = new LoneNode();
    follower.hear(follower.append(1, []));
    follower.hear(follower.append(1, []), { electionMs: agreedMs });
    assert.equal(follower.raft.election.agreedMs, agreedMs);
    follower.settle();
    follower.sent.length = 0;
    follower.pass(agreedMs - 20);
    assert.deepEqual(follower.kinds(), []);
    follower.pass(60);
    assert.ok(follower.kinds().includes("pre-vote"));
  });

  test("is cut short when the leader's process is gone", () => {
    const node = new LoneNode();
    node.hear(node.append(1, []));
    node.settle();
    node.sent.length = 0;
    node.raft.peerConnectionLost(3);
    node.turn();
    node.pass(60);
    assert.deepEqual(node.kinds(), [], "another member's end is no reason");
    node.raft.peerConnectionLost(2);
    node.turn();
    node.pass(20);
    assert.deepEqual(node.kinds(), ["pre-vote", "pre-vote"]);
  });
});

test("what the state holds is committed, though the log on disk does not say so", () => {
  const log = new SlowLog();
  log.hold([entry(1), entry(2), entry(3)], { term: 1, vote: 2, commit: 1 });
  const node = new LoneNode({ log, committed: 3 });
  assert.equal(node.raft.committed, 3);
  node.settle();
  assert.deepEqual(node.applied, [1, 2, 3], "a replay needs nobody else");
});

test("who speaks in another's name is not listened to", () => {
  const node = new LoneNode();
  node.raft.receive(3, {
    messages: [node.append(9, [])],
    note: { ...node.notes[0], isEligible: true } as never,
  });
  node.turn();
  assert.deepEqual(node.alarms, ["forged-sender"]);
  assert.equal(node.raft.role.term, 0);
});
