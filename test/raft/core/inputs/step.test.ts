import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Message } from "#raft/core/message.ts";
import {
  aCandidate,
  accepted,
  aFollower,
  aNode,
  anEstablishedLeader,
  entriesOf,
  ofKind,
  vote,
} from "#test/raft-core/paper-node.ts";

const append = {
  kind: "append",
  from: 2,
  to: 1,
  previousIndex: 0,
  previousTerm: 0,
  entries: [],
  commit: 0,
} as const;

describe("a jump of the term", () => {
  for (const kind of ["append", "vote", "pre-vote", "heartbeat-response"] as const) {
    test(`beyond the limit is refused in a ${kind}, and says so`, () => {
      const node = aNode({ hardState: { term: 5 }, options: { maxTermJump: 1000 } });
      const fields = { lastIndex: 0, lastTerm: 0, transfer: true, round: 1 };
      const message = { ...append, ...fields, kind, term: 1006 } as unknown as Message;
      assert.deepEqual(node.raft.step(message), { kind: "term-jump", term: 1006, ownTerm: 5 });
      assert.equal(node.raft.status().term, 5);
      assert.deepEqual(node.settle(), []);
    });
  }

  test("up to the limit is adopted", () => {
    const node = aNode({ hardState: { term: 5 }, options: { maxTermJump: 1000 } });
    assert.equal(node.raft.step({ ...append, term: 1005 }), undefined);
    assert.equal(node.raft.status().term, 1005);
  });

  test("to where numbers lose their last digits is malformed, whatever the limit", () => {
    const node = aNode({ options: { maxTermJump: Number.MAX_SAFE_INTEGER } });
    for (const term of [2 ** 53, 2 ** 63, Number.POSITIVE_INFINITY, Number.NaN, 1.5, -1]) {
      assert.equal(node.raft.step({ ...append, term })?.kind, "malformed", String(term));
    }
    assert.equal(node.raft.status().term, 0);
  });
});

describe("messages that no correct member sends", () => {
  const membership = { voters: [1, 2], votersOutgoing: [], learners: [], learnersNext: [], autoLeave: false };
  const snapshot = { kind: "snapshot", from: 2, to: 1, term: 3 } as const;
  const odd: Record<string, Message> = {
    "for another node": { ...append, to: 2, term: 1 },
    "from nobody": { ...append, from: 0, term: 1 },
    "of no term": { ...append, term: 0 },
    "with a gap between entries": {
      ...append,
      term: 3,
      entries: [...entriesOf([1], 1), ...entriesOf([1], 3)],
    },
    "whose entries do not follow the previous one": { ...append, term: 3, entries: entriesOf([1], 2) },
    "whose entries' terms fall": { ...append, term: 3, entries: entriesOf([2, 1]) },
    "with an entry of a later term": { ...append, term: 3, entries: entriesOf([4]) },
    "with an entry of no term": { ...append, term: 3, entries: entriesOf([0]) },
    "after an entry of a later term": { ...append, term: 3, previousIndex: 1, previousTerm: 4 },
    "with a negative index": { ...append, term: 3, previousIndex: -1 },
    "with half a commit index": { ...append, term: 3, commit: 0.5 },
    "acknowledging no number": { ...accepted(2, 1, 1, Number.NaN) },
    "with a snapshot of nothing": { ...snapshot, snapshot: { index: 0, term: 1, membership } },
    "with a snapshot of a later term": { ...snapshot, snapshot: { index: 9, term: 4, membership } },
    "with a snapshot without voters": {
      ...snapshot,
      snapshot: { index: 9, term: 1, membership: { ...membership, voters: [] } },
    },
    "with a snapshot whose membership cannot stand": {
      ...snapshot,
      snapshot: { index: 9, term: 1, membership: { ...membership, learners: [2] } },
    },
    "with a snapshot whose members are no nodes": {
      ...snapshot,
      snapshot: { index: 9, term: 1, membership: { ...membership, learners: [-4] } },
    },
    "proposing nothing": { kind: "propose", from: 2, to: 1, entries: [] },
    "reading without a context": { kind: "read-index", from: 2, to: 1, context: Number.NaN },
    "transferring to nobody": { kind: "transfer-leader", from: 2, to: 1, term: 1, transferee: 0 },
  };
  for (const [what, message] of Object.entries(odd)) {
    test(`${what} change nothing`, () => {
      const node = aNode({ options: { proposalForwarding: true } });
      const before = node.raft.status();
      assert.equal(node.raft.step(message)?.kind, "malformed");
      assert.deepEqual(node.raft.status(), before);
      assert.equal(node.raft.hasReady(), false);
    });
  }

  test("never reach what is committed: conflicting entries are answered with the commit index", () => {
    const follower = aFollower(3, { terms: [1, 2], hardState: { term: 2, commit: 2 } });
    follower.raft.step({ ...append, term: 3, entries: entriesOf([3, 3]) });
    assert.deepEqual(
      ofKind(follower.settle(), "append-response").map(({ index }) => index),
      [2],
    );
    assert.equal(follower.log.term(1), 1);
  });

  test("claiming that more is committed than the log holds stop the node", () => {
    const follower = aFollower(1);
    const heartbeat = { kind: "heartbeat", from: 2, to: 1, term: 1, round: 9, commit: 5 } as const;
    assert.throws(() => follower.raft.step(heartbeat), /index 5 is committed but the log ends at 0/);
  });
});

describe("answers", () => {
  test("from a node that is no member are refused", () => {
    const leader = anEstablishedLeader();
    assert.deepEqual(leader.raft.step(accepted(9, 1, 1, 1)), { kind: "unknown-peer" });
    assert.deepEqual(aCandidate().raft.step(vote(9, 1, 1)), { kind: "unknown-peer" });
  });

  test("from an earlier term are ignored", () => {
    const leader = anEstablishedLeader({ hardState: { term: 4 } });
    leader.propose("a");
    leader.settle();
    assert.equal(leader.raft.step(accepted(2, 1, 4, 2)), undefined);
    assert.equal(leader.raft.status().committed, 1);
  });

  test("to another role's questions mean nothing", () => {
    const follower = aFollower(1);
    for (const message of [accepted(2, 1, 1, 5), vote(2, 1, 1), vote(3, 1, 1)]) follower.raft.step(message);
    assert.equal(follower.raft.hasReady(), false);
    const leader = anEstablishedLeader();
    leader.raft.step(vote(2, 1, 1, true));
    leader.raft.step(vote(3, 1, 1, true));
    assert.equal(leader.raft.status().role, "leader");
  });

  test("a voter cannot change its mind", () => {
    const candidate = aCandidate({ voters: [1, 2, 3, 4, 5] });
    candidate.raft.step(vote(2, 1, 1, true));
    candidate.raft.step(vote(2, 1, 1, false));
    candidate.raft.step(vote(3, 1, 1, false));
    assert.equal(candidate.raft.status().role, "candidate");
    candidate.raft.step(vote(4, 1, 1, false));
    assert.equal(candidate.raft.status().role, "leader");
  });

  test("a learner's vote does not count, but it votes when asked", () => {
    const learner = aNode({ voters: [2, 3] });
    learner.raft.step({ kind: "vote", from: 2, to: 1, term: 1, lastIndex: 0, lastTerm: 0, transfer: false });
    assert.equal(ofKind(learner.settle(), "vote-response")[0]?.rejected, false);
    assert.equal(learner.raft.campaign(), "not-a-voter");
  });
});
