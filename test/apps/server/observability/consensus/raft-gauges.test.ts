import assert from "node:assert/strict";
import { test } from "node:test";
import { raftGauges } from "#apps/server/observability/consensus/raft-gauges.ts";
import type { Status } from "#raft/core/status.ts";

function shown(status: object, heard: Readonly<Record<number, number>> = {}): Record<string, number> {
  const gauges = raftGauges({
    status: status as Status,
    desk: { pending: 4, parked: 1, doubtful: 0 },
    electionTimeoutMs: 600,
    logWaitingBytes: 77,
    peerName: (id) => `n${id}`,
    sinceHeardMs: (id) => heard[id],
  });
  return Object.fromEntries(
    gauges.map(({ name, labels, value }) => [[name, ...Object.values(labels)].join(" "), value]),
  );
}

const members = [
  { id: 1, match: 2000 },
  { id: 2, match: 1990 },
  { id: 3, match: 100 },
];
const leader = { id: 1, role: "leader", lastIndex: 2000, members, membership: { voters: [1, 2, 3] } };

test("a leader knows how far each follower is, and how many voters may be lost", () => {
  const gauges = shown(leader, { 2: 20, 3: 30 });
  assert.equal(gauges["raft_storage.follower.applied_index_delta n2"], 10);
  assert.equal(gauges["raft_storage.follower.last_heartbeat_ms n3"], 30);
  assert.equal(gauges["autopilot.node.healthy n1"], 1);
  assert.equal(gauges["autopilot.node.healthy n3"], 0, "it is too far behind");
  assert.equal(gauges["autopilot.healthy"], 0);
  assert.equal(gauges["autopilot.failure_tolerance"], 0);
});

test("with all members near and heard, one of three may be lost", () => {
  const near = { ...leader, members: members.map(({ id }) => ({ id, match: 1999 })) };
  const gauges = shown(near, { 2: 20, 3: 30 });
  assert.equal(gauges["autopilot.healthy"], 1);
  assert.equal(gauges["autopilot.failure_tolerance"], 1);
  assert.equal(shown(near, { 2: 20, 3: 11_000 })["autopilot.failure_tolerance"], 0);
  assert.equal(shown(near, { 2: 20 })["autopilot.node.healthy n3"], 0, "it was not heard at all");
});

test("a follower tells nothing of others", () => {
  const gauges = shown({ id: 2, role: "follower", members: [], membership: { voters: [1, 2, 3] } });
  assert.deepEqual(Object.keys(gauges), [
    "coffer.raft_pending_proposals",
    "coffer.raft_parked_proposals",
    "coffer.raft_doubtful_proposals",
    "coffer.raft_election_timeout_seconds",
    "coffer.raft_log_waiting_bytes",
  ]);
});
