import assert from "node:assert/strict";
import { test } from "node:test";
import type { RawNode } from "#raft/core/raw-node.ts";
import type { NodeRole } from "#raft/node/ports/node-observer.ts";
import { LeaderLoss } from "#raft/node/receiving/leader-loss.ts";

const FOLLOWER: NodeRole = { role: "follower", term: 3, leader: 2 };
const ALONE: NodeRole = { role: "follower", term: 3, leader: 0 };
const CANDIDATE: NodeRole = { role: "candidate", term: 4, leader: 0 };

class Node {
  campaigns: number[] = [];
  bounds: number[] = [];
  nowMs = 1000;
  isFit = true;
  readonly loss = new LeaderLoss({
    raw: {
      forgetLeader: () => true,
      campaign: () => this.campaigns.push(this.nowMs),
    } as unknown as RawNode,
    random: (bound) => {
      this.bounds.push(bound);
      return bound - 1;
    },
    jitterMs: 10,
    electionMs: () => 500,
    isFit: () => this.isFit,
  });

  /** Ticks every 10 ms with `role` as it is at the time. */
  run(ms: number, role: NodeRole): void {
    for (const untilMs = this.nowMs + ms; this.nowMs < untilMs; this.nowMs += 10)
      this.loss.tick(role, this.nowMs);
  }
}

test("a follower whose leader's process is gone campaigns within a fifth of the timeout", () => {
  const node = new Node();
  node.loss.connectionLost(2, FOLLOWER, node.nowMs);
  node.run(120, ALONE);
  assert.deepEqual(node.campaigns, [1100]);
  assert.equal(node.bounds[0], 100);
});

test("votes that were split are asked for again, further apart each time, and not for ever", () => {
  const node = new Node();
  node.loss.connectionLost(2, FOLLOWER, node.nowMs);
  node.run(120, ALONE);
  node.run(60_000, CANDIDATE);
  assert.equal(node.campaigns.length, 6);
  assert.deepEqual(node.bounds, [100, 200, 400, 800, 1600, 3200]);
});

test("whoever has found a leader meanwhile, or leads, leaves it at that", () => {
  for (const role of [FOLLOWER, { ...CANDIDATE, role: "leader" } as const]) {
    const node = new Node();
    node.loss.connectionLost(2, FOLLOWER, node.nowMs);
    node.run(5000, role);
    assert.deepEqual(node.campaigns, []);
  }
});

test("another peer's end, or a node that should not lead, is no reason to campaign", () => {
  const node = new Node();
  node.loss.connectionLost(7, FOLLOWER, node.nowMs);
  node.run(1000, ALONE);
  node.isFit = false;
  node.loss.connectionLost(2, FOLLOWER, node.nowMs);
  node.run(1000, ALONE);
  assert.deepEqual(node.campaigns, []);
});
