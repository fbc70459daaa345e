// Log replication as the Raft paper tells it (Ongaro and Ousterhout, extended version): §5.3, §5.4.2.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { utf8 } from "#base/bytes.ts";
import type { Entry } from "#raft/core/entry.ts";
import {
  acceptanceOf,
  accepted,
  aFollower,
  aLeader,
  aNode,
  anEstablishedLeader,
  entriesOf,
  ofKind,
} from "#test/raft-core/paper-node.ts";
import type { SteppedNode } from "#test/raft-core/stepped-node.ts";

const five = [1, 2, 3, 4, 5];

function termsOf({ log }: SteppedNode): (number | undefined)[] {
  return Array.from({ length: log.lastIndex() }, (_, offset) => log.term(offset + 1));
}

describe("§5.3: log replication", () => {
  test("a leader appends a proposal and sends it to everyone at once", () => {
    const leader = anEstablishedLeader();
    leader.propose("some data");
    const sent = ofKind(leader.settle(), "append").filter(({ entries }) => entries.length > 0);
    const entry: Entry = { term: 1, index: 2, kind: "data", data: utf8("some data") };
    assert.equal(leader.raft.status().committed, 1);
    assert.deepEqual(leader.log.entries(2, 3, Number.POSITIVE_INFINITY), [entry]);
    assert.deepEqual(
      sent.map(({ to, previousIndex, previousTerm, commit, entries }) => [
        to,
        previousIndex,
        previousTerm,
        commit,
        entries,
      ]),
      [2, 3].map((to) => [to, 1, 1, 1, [entry]]),
    );
  });

  test("a leader commits what everyone stored, applies it and tells them", () => {
    const leader = anEstablishedLeader();
    leader.propose("some data");
    for (const message of ofKind(leader.settle(), "append")) leader.raft.step(acceptanceOf(message));
    const told = ofKind(leader.settle(), "append");
    assert.deepEqual(leader.appliedTexts, ["some data"]);
    assert.deepEqual(new Set(told.map(({ to, commit }) => `${to}: ${commit}`)), new Set(["2: 2", "3: 2"]));
  });

  const quorums: [number[], number[], boolean][] = [
    [[1], [], true],
    [[1, 2, 3], [], false],
    [[1, 2, 3], [2], true],
    [[1, 2, 3], [2, 3], true],
    [five, [], false],
    [five, [2], false],
    [five, [2, 3], true],
    [five, [2, 3, 4], true],
    [five, [2, 3, 4, 5], true],
  ];
  for (const [voters, acceptors, committed] of quorums) {
    test(`among ${voters.length}, an entry stored by the leader and ${acceptors.length} others is ${committed ? "" : "not "}committed`, () => {
      const leader = anEstablishedLeader({ voters });
      leader.propose("some data");
      leader.settle();
      for (const from of acceptors) leader.raft.step(accepted(from, 1, 1, 2));
      leader.settle();
      assert.equal(leader.raft.status().committed, committed ? 2 : 1);
    });
  }

  for (const terms of [[], [2], [1, 2], [1]]) {
    test(`committing an entry commits those before it (log of terms [${terms}])`, () => {
      const leader = aLeader({ terms, hardState: { term: 2 } });
      leader.propose("some data");
      leader.settle();
      for (const from of [2, 3]) leader.raft.step(accepted(from, 1, 3, terms.length + 2));
      leader.settle();
      assert.deepEqual(
        leader.applied.map(({ term, index }) => [term, index]),
        [
          ...entriesOf(terms).map(({ term, index }) => [term, index]),
          [3, terms.length + 1],
          [3, terms.length + 2],
        ],
      );
    });
  }

  for (const [texts, commit] of [
    [["a"], 1],
    [["a", "b"], 2],
    [["b", "a"], 2],
    [["a", "b"], 1],
  ] as const) {
    test(`a follower applies ${commit} of ${texts.length} entries when the leader says so, in order`, () => {
      const follower = aFollower(1);
      const entries = texts.map(
        (text, i): Entry => ({ term: 1, index: i + 1, kind: "data", data: utf8(text) }),
      );
      const append = { kind: "append", from: 2, to: 1, term: 1, previousIndex: 0, previousTerm: 0 } as const;
      follower.raft.step({ ...append, entries, commit });
      follower.settle();
      assert.deepEqual(follower.appliedTexts, texts.slice(0, commit));
    });
  }

  // The follower holds terms 1, 2 and has committed the first.
  const checks: [number, number, { index: number; rejected: boolean; hint: [number, number] }][] = [
    [0, 0, { index: 1, rejected: false, hint: [0, 0] }],
    [1, 1, { index: 1, rejected: false, hint: [0, 0] }],
    [2, 2, { index: 2, rejected: false, hint: [0, 0] }],
    [2, 1, { index: 2, rejected: true, hint: [1, 1] }],
    [3, 3, { index: 3, rejected: true, hint: [2, 2] }],
  ];
  for (const [previousIndex, previousTerm, { index, rejected, hint }] of checks) {
    test(`a follower ${rejected ? "refuses" : "takes"} what follows ${previousTerm}/${previousIndex}`, () => {
      const node = aNode({ terms: [1, 2], hardState: { commit: 1 } });
      node.raft.step({
        kind: "append",
        from: 2,
        to: 1,
        term: 3,
        previousIndex,
        previousTerm,
        entries: [],
        commit: 0,
      });
      const [hintIndex, hintTerm] = hint;
      const answer = {
        kind: "append-response",
        from: 1,
        to: 2,
        term: 3,
        index,
        rejected,
        hintIndex,
        hintTerm,
      };
      assert.deepEqual(node.settle(), [answer]);
    });
  }

  const appends: [number, number, number[], number[]][] = [
    [2, 2, [3], [1, 2, 3]],
    [1, 1, [3, 4], [1, 3, 4]],
    [0, 0, [1], [1, 2]],
    [0, 0, [3], [3]],
  ];
  for (const [previousIndex, previousTerm, sent, left] of appends) {
    test(`entries of terms ${sent} after index ${previousIndex} turn a log of terms 1,2 into ${left}`, () => {
      const follower = aFollower(4, { terms: [1, 2] });
      const entries = entriesOf(sent, previousIndex + 1);
      follower.raft.step({
        kind: "append",
        from: 2,
        to: 1,
        term: 4,
        previousIndex,
        previousTerm,
        entries,
        commit: 0,
      });
      follower.settle();
      assert.deepEqual(termsOf(follower), left);
    });
  }

  for (const terms of [
    [1, 1, 1, 4, 4, 5, 5, 6, 6],
    [1, 1, 1, 4],
    [1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 6],
    [1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 7, 7],
    [1, 1, 1, 4, 4, 4, 4],
    [1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 3],
  ]) {
    test(`a leader brings a follower's log in line with its own (figure 7: ${terms})`, () => {
      const leaderTerms = [1, 1, 1, 4, 4, 5, 5, 6, 6, 6];
      const leader = aLeader({ terms: leaderTerms, hardState: { term: 7, commit: 10 } });
      const follower = aNode({ id: 2, terms, hardState: { term: 7 } });
      leader.propose("after the election");
      for (let round = 0; round < 50; round++) {
        leader.tick(1);
        for (const message of leader.settle()) if (message.to === 2) follower.raft.step(message);
        for (const message of follower.settle()) if (message.to === 1) leader.raft.step(message);
      }
      assert.deepEqual(termsOf(follower), [...leaderTerms, 8, 8]);
      assert.deepEqual(follower.appliedTexts, ["after the election"]);
    });
  }
});

describe("§5.4.2: committing entries from previous terms", () => {
  for (const [index, committed] of [
    [1, 0],
    [2, 0],
    [3, 3],
  ] as const) {
    test(`a majority up to entry ${index} (3 is the first of the leader's term) commits up to ${committed}`, () => {
      const leader = aLeader({ voters: [1, 2], terms: [1, 2], hardState: { term: 2 } });
      leader.propose("some data");
      leader.settle();
      leader.raft.step(accepted(2, 1, 3, index));
      leader.settle();
      assert.equal(leader.raft.status().committed, committed);
    });
  }
});
