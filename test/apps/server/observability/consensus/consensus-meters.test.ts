import assert from "node:assert/strict";
import { test } from "node:test";
import { ConsensusMeters } from "#apps/server/observability/consensus/consensus-meters.ts";
import { Meter } from "#metrics/meter.ts";
import type { Message } from "#raft/core/message.ts";
import type { PeerBatch } from "#raft/node/ports/transport.ts";

const NOTE = {} as PeerBatch["note"];
const batch = (...messages: object[]): PeerBatch => ({ messages: messages as Message[], note: NOTE });
const append = (previousIndex: number, entries: number) => ({
  kind: "append",
  previousIndex,
  entries: Array.from({ length: entries }, () => ({})),
});
const answer = (index: number, rejected = false) => ({ kind: "append-response", index, rejected });

function measured() {
  let nowMs = 0;
  const meter = new Meter();
  const clock = { monotonicMs: () => nowMs, wallMs: () => nowMs };
  const meters = new ConsensusMeters({ meter, clock, peerName: (id) => `node${id}` });
  const timer = (name: string) => {
    const found = meter.read().timers.filter((series) => series.name === name && series.count > 0);
    return found.map(({ labels, count, sum }) => ({ labels, count, sum }));
  };
  const counter = (name: string) => meter.read().counters.find((series) => series.name === name)?.total;
  return { meters, timer, counter, pass: (ms: number) => (nowMs += ms) };
}

const leading = { role: "leader", term: 2, leader: 1 } as const;
const following = { role: "follower", term: 3, leader: 2 } as const;

test("a leader's entries are timed from its log to their commit, turn by turn", () => {
  const { meters, timer, pass } = measured();
  meters.roleChanged(leading);
  meters.appended(3, 3);
  pass(2);
  meters.appended(4, 1);
  meters.committed(2);
  pass(3);
  meters.committed(3);
  meters.committed(4);
  assert.deepEqual(timer("raft.commitTime"), [{ labels: {}, count: 4, sum: 3 * 5 + 3 }]);
});

test("what a lost leadership left uncommitted is never timed", () => {
  const { meters, timer } = measured();
  meters.roleChanged(leading);
  meters.appended(3, 3);
  meters.roleChanged(following);
  meters.committed(3);
  assert.deepEqual(timer("raft.commitTime"), []);
});

test("a peer's answer ends the oldest append that it covers; a rejection ends it unmeasured", () => {
  const { meters, timer, pass } = measured();
  meters.roleChanged(leading);
  meters.received(2, batch());
  meters.sent(2, batch(append(5, 2)));
  pass(4);
  meters.sent(2, batch(append(7, 1)));
  meters.received(2, batch(answer(6)));
  pass(4);
  meters.received(2, batch(answer(8)));
  meters.sent(2, batch(append(8, 1)));
  meters.received(2, batch(answer(8, true)));
  const expected = [{ labels: { peer_id: "node2" }, count: 1, sum: 8 }];
  assert.deepEqual(timer("raft.replication.appendEntries.rpc"), expected);
});

test("each heartbeat tells how long ago its peer was heard; a new leader has heard nobody", () => {
  const { meters, timer, pass } = measured();
  meters.roleChanged(leading);
  assert.equal(meters.sinceHeardMs(2), undefined);
  meters.sent(2, batch({ kind: "heartbeat" }));
  meters.received(2, batch());
  pass(50);
  meters.sent(2, batch({ kind: "heartbeat" }));
  assert.equal(meters.sinceHeardMs(2), 50);
  assert.deepEqual(timer("raft.leader.lastContact"), [{ labels: {}, count: 1, sum: 50 }]);
  meters.roleChanged(following);
  meters.roleChanged({ ...leading, term: 4 });
  assert.equal(meters.sinceHeardMs(2), undefined);
});

test("roles are counted when they are taken, and how long this node led when it ceases to", () => {
  const { meters, timer, counter, pass } = measured();
  meters.roleChanged({ role: "pre-candidate", term: 1, leader: 0 });
  meters.roleChanged({ role: "candidate", term: 2, leader: 0 });
  meters.roleChanged(leading);
  meters.roleChanged({ ...leading, leader: 1 });
  pass(1000);
  meters.roleChanged(following);
  assert.equal(counter("raft.transition.heartbeat_timeout"), 1);
  assert.equal(counter("raft.state.candidate"), 1);
  assert.equal(counter("raft.state.leader"), 1);
  assert.equal(counter("raft.state.follower"), 1);
  assert.equal(counter("coffer.raft_role_changes"), 5);
  assert.deepEqual(timer("core.leadership_lost"), [{ labels: {}, count: 1, sum: 1000 }]);
});
