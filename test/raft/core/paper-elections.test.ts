// Leader election as the Raft paper tells it (Ongaro and Ousterhout, extended version): §5.1, §5.2, §5.4.1.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  aCandidate,
  aFollower,
  aLeader,
  aNode,
  ELECTION_TICKS,
  entriesOf,
  ofKind,
  vote,
} from "#test/raft-core/paper-node.ts";
import type { SteppedNode } from "#test/raft-core/stepped-node.ts";
import { seededRandom } from "#test/seeded-random.ts";

const append = {
  kind: "append",
  from: 2,
  to: 1,
  previousIndex: 0,
  previousTerm: 0,
  entries: [],
  commit: 0,
} as const;

/** Ticks until the node has something to say; returns how many ticks that took. */
function ticksUntilItCampaigns(node: SteppedNode): number {
  for (let ticks = 1; ; ticks++) {
    node.raft.tick();
    if (ofKind(node.settle(), "vote").length > 0) return ticks;
    assert.ok(ticks <= 2 * ELECTION_TICKS, "a node without a leader campaigns within two timeouts");
  }
}

describe("§5.1: terms", () => {
  for (const [role, node] of Object.entries({
    follower: aFollower(1),
    candidate: aCandidate(),
    leader: aLeader(),
  })) {
    test(`a ${role} that sees a higher term adopts it and follows`, () => {
      node.raft.step({ ...append, term: 2 });
      const { term, role: now } = node.raft.status();
      assert.deepEqual({ term, now }, { term: 2, now: "follower" });
    });
  }

  test("a request with a stale term changes nothing", () => {
    const node = aNode({ hardState: { term: 2 } });
    const before = node.raft.status();
    node.raft.step({ ...append, term: 1, entries: entriesOf([1]) });
    assert.deepEqual(node.raft.status(), before);
    assert.deepEqual(node.settle(), []);
  });
});

describe("§5.2: leader election", () => {
  test("a node starts as a follower", () => {
    assert.equal(aNode().raft.status().role, "follower");
  });

  test("a leader sends heartbeats, without entries, to everyone", () => {
    const leader = aLeader();
    leader.propose("a", "b");
    leader.settle();
    leader.tick(1);
    const heartbeats = leader.settle();
    assert.deepEqual(
      heartbeats.map(({ kind, to }) => [kind, to]),
      [
        ["heartbeat", 2],
        ["heartbeat", 3],
      ],
    );
  });

  for (const [role, make] of Object.entries({
    follower: () => aFollower(1),
    candidate: () => aCandidate(),
  })) {
    test(`a ${role} that hears no leader raises its term, votes for itself and asks everyone`, () => {
      const node = make();
      node.tick(ELECTION_TICKS - 1);
      assert.deepEqual(node.settle(), []);
      node.tick(1);
      const asked = ofKind(node.settle(), "vote");
      const { term, role: now, vote: own } = node.raft.status();
      assert.deepEqual({ term, now, own }, { term: 2, now: "candidate", own: 1 });
      assert.deepEqual(
        asked.map((message) => [message.to, message.term]),
        [
          [2, 2],
          [3, 2],
        ],
      );
    });
  }

  const rounds: [number, Record<number, boolean>, string][] = [
    [1, {}, "leader"],
    [3, { 2: true, 3: true }, "leader"],
    [3, { 2: true }, "leader"],
    [5, { 2: true, 3: true, 4: true, 5: true }, "leader"],
    [5, { 2: true, 3: true, 4: true }, "leader"],
    [5, { 2: true, 3: true }, "leader"],
    [3, { 2: false, 3: false }, "follower"],
    [5, { 2: false, 3: false, 4: false, 5: false }, "follower"],
    [5, { 2: true, 3: false, 4: false, 5: false }, "follower"],
    [3, {}, "candidate"],
    [5, { 2: true }, "candidate"],
    [5, { 2: false, 3: false }, "candidate"],
    [5, {}, "candidate"],
  ];
  for (const [size, votes, expected] of rounds) {
    test(`one round among ${size} with votes ${JSON.stringify(votes)} makes a ${expected}`, () => {
      const node = aCandidate({ voters: Array.from({ length: size }, (_, i) => i + 1) });
      for (const [from, granted] of Object.entries(votes)) node.raft.step(vote(Number(from), 1, 1, !granted));
      const { role, term } = node.raft.status();
      assert.deepEqual({ role, term }, { role: expected, term: 1 });
    });
  }

  for (const [voted, asks, rejected] of [
    [0, 2, false],
    [0, 3, false],
    [2, 2, false],
    [3, 3, false],
    [2, 3, true],
    [3, 2, true],
  ] as const) {
    test(`a node that voted for ${voted || "nobody"} ${rejected ? "refuses" : "grants"} ${asks} its vote`, () => {
      const node = aNode({ hardState: { term: 1, vote: voted } });
      const request = {
        kind: "vote",
        from: asks,
        to: 1,
        term: 1,
        lastIndex: 0,
        lastTerm: 0,
        transfer: false,
      } as const;
      node.raft.step(request);
      assert.deepEqual(node.settle(), [{ kind: "vote-response", from: 1, to: asks, term: 1, rejected }]);
      assert.equal(node.log.hardState.vote, rejected ? voted : asks, "the vote is stored");
    });
  }

  for (const term of [1, 2]) {
    test(`a candidate of term 1 follows a leader of term ${term}`, () => {
      const node = aCandidate();
      node.raft.step({ ...append, term });
      const { role, leader, term: now } = node.raft.status();
      assert.deepEqual({ role, leader, now }, { role: "follower", leader: 2, now: term });
    });
  }

  for (const role of ["follower", "candidate"] as const) {
    test(`a ${role}'s election timeouts take every value from one timeout to two`, () => {
      const { below } = seededRandom(7);
      const node = aNode({ options: { random: below } });
      const seen = new Set<number>();
      for (let round = 0; round < 50 * ELECTION_TICKS; round++) {
        const { term } = node.raft.status();
        if (role === "follower") node.raft.step({ ...append, term: term + 1 });
        node.settle();
        seen.add(ticksUntilItCampaigns(node));
      }
      const expected = Array.from({ length: ELECTION_TICKS }, (_, i) => ELECTION_TICKS + i);
      assert.deepEqual(
        [...seen].sort((a, b) => a - b),
        expected,
      );
    });

    test(`five ${role}s seldom time out in the same tick`, () => {
      const voters = [1, 2, 3, 4, 5];
      const { below } = seededRandom(11);
      const nodes = voters.map((id) => aNode({ id, voters, options: { random: below } }));
      let conflicts = 0;
      for (let round = 0; round < 1000; round++) {
        for (const node of nodes) {
          const { term } = node.raft.status();
          const from = node.id === 2 ? 3 : 2;
          if (role === "follower") node.raft.step({ ...append, from, to: node.id, term: term + 1 });
          else node.raft.campaign();
          node.settle();
        }
        let campaigns = 0;
        while (campaigns === 0) {
          for (const node of nodes) {
            node.raft.tick();
            if (ofKind(node.settle(), "vote").length > 0) campaigns++;
          }
        }
        if (campaigns > 1) conflicts++;
      }
      assert.ok(conflicts / 1000 < 0.3, `${conflicts} of 1000 rounds had two candidates at once`);
    });
  }
});

describe("§5.4.1: election restriction", () => {
  for (const terms of [[1], [1, 2]]) {
    test(`a vote request tells the candidate's last entry (terms ${terms})`, () => {
      const lastTerm = terms.at(-1) ?? 0;
      const node = aFollower(lastTerm, { terms });
      node.tick(2 * ELECTION_TICKS - 1);
      const asked = ofKind(node.settle(), "vote");
      assert.deepEqual(
        asked.map(({ to, term, lastIndex, lastTerm: last }) => [to, term, lastIndex, last]),
        [2, 3].map((to) => [to, lastTerm + 1, terms.length, lastTerm]),
      );
    });
  }

  const cases: [number[], number, number, boolean][] = [
    [[1], 1, 1, false],
    [[1], 1, 2, false],
    [[1, 1], 1, 1, true],
    [[1], 2, 1, false],
    [[1], 2, 2, false],
    [[1, 1], 2, 1, false],
    [[2], 1, 1, true],
    [[2], 1, 2, true],
    [[2, 2], 1, 1, true],
    [[1, 1], 1, 1, true],
  ];
  for (const [terms, lastTerm, lastIndex, rejected] of cases) {
    test(`with a log of terms ${terms} a voter ${rejected ? "refuses" : "elects"} one that ends in ${lastTerm}/${lastIndex}`, () => {
      const node = aNode({ voters: [1, 2], terms });
      node.raft.step({ kind: "vote", from: 2, to: 1, term: 3, lastIndex, lastTerm, transfer: false });
      assert.deepEqual(node.settle(), [{ kind: "vote-response", from: 1, to: 2, term: 3, rejected }]);
    });
  }
});
