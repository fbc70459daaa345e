import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { raftOptions } from "#raft/core/raft-options.ts";
import { MemoryLog } from "#test/raft-core/memory-log.ts";
import {
  accepted,
  aFollower,
  aNode,
  anEstablishedLeader,
  entriesOf,
  ofKind,
} from "#test/raft-core/paper-node.ts";
import { SteppedNode } from "#test/raft-core/stepped-node.ts";

describe("Ready", () => {
  test("is empty when nothing has happened", () => {
    const node = aNode();
    assert.equal(node.raft.hasReady(), false);
    const { softState, hardState, entries, messages, committedEntries, mustSync } = node.raft.ready();
    assert.deepEqual(
      [softState, hardState, entries, messages, committedEntries, mustSync],
      [undefined, undefined, [], [], [], false],
    );
  });

  test("says each thing once", () => {
    const leader = anEstablishedLeader();
    leader.propose("a");
    const first = leader.raft.ready();
    assert.equal(first.entries.length, 1);
    leader.handle(first);
    assert.equal(leader.raft.hasReady(), false);
  });

  test("tells role and leader when they change, and only then", () => {
    const node = aNode();
    node.raft.campaign();
    const ready = node.raft.ready();
    assert.deepEqual(ready.softState, { leader: 0, role: "candidate" });
    node.handle(ready);
    node.raft.step({ kind: "heartbeat", from: 2, to: 1, term: 1, commit: 0, round: 1 });
    const next = node.raft.ready();
    assert.deepEqual([next.softState, next.hardState], [{ leader: 2, role: "follower" }, undefined]);
    node.handle(next);
  });

  test("need not be synced when only the commit index moves", () => {
    const leader = anEstablishedLeader();
    leader.propose("a");
    leader.settle();
    leader.raft.step(accepted(2, 1, 1, 2));
    const { hardState, mustSync } = leader.raft.ready();
    assert.deepEqual([hardState?.commit, mustSync], [2, false]);
  });

  test("without asynchronous writes, promises are among the messages: they leave after the write", () => {
    const node = aNode();
    node.raft.step({ kind: "vote", from: 2, to: 1, term: 1, lastIndex: 0, lastTerm: 0, transfer: false });
    const ready = node.raft.ready();
    assert.deepEqual(ready.hardState, { term: 1, vote: 2, commit: 0 });
    assert.deepEqual(ofKind(ready.messages, "vote-response").length, 1);
    assert.equal(ready.append, undefined);
  });

  test("a node alone commits only what it has stored", () => {
    const node = aNode({ voters: [1] });
    node.raft.campaign();
    const campaign = node.raft.ready();
    assert.equal(node.raft.status().role, "candidate", "its own vote is not stored yet");
    node.handle(campaign);
    assert.equal(node.raft.status().role, "leader");
    const first = node.raft.ready();
    assert.deepEqual([first.entries.length, first.committedEntries.length], [1, 0]);
    node.handle(first);
    assert.equal(node.raft.ready().committedEntries.length, 1);
  });

  test("handling two at once, or advancing none, is an assertion", () => {
    const node = aNode();
    assert.throws(() => node.raft.advance(), /no Ready to advance/);
    node.raft.ready();
    assert.throws(() => node.raft.ready(), /not advanced/);
    const other = aNode({ options: { asyncStorageWrites: true } });
    other.raft.ready();
    assert.throws(() => other.raft.advance(), /acknowledged one by one/);
  });
});

describe("a restart", () => {
  test("remembers term, vote and log, and applies nothing twice", () => {
    const node = aNode({ voters: [1], terms: [] });
    node.raft.campaign();
    node.settle();
    node.propose("a", "b");
    node.settle();
    const { term } = node.raft.status();
    const again = new SteppedNode({ id: 1, log: node.log, options: { applied: 2 } });
    again.settle();
    const { role, term: now, vote, applied } = again.raft.status();
    assert.deepEqual({ role, now, vote, applied }, { role: "follower", now: term, vote: 1, applied: 3 });
    assert.deepEqual(again.appliedTexts, ["b"]);
  });

  test("from storage that contradicts itself is an assertion", () => {
    const log = MemoryLog.withVoters(1);
    log.append(entriesOf([1, 1]));
    log.hardState = { term: 1, vote: 0, commit: 3 };
    assert.throws(() => new SteppedNode({ id: 1, log }), /stored commit index 3 is outside the log/);
    log.hardState = { term: 1, vote: 0, commit: 1 };
    assert.throws(
      () => new SteppedNode({ id: 1, log, options: { applied: 2 } }),
      /entry 2 was applied, outside/,
    );
  });
});

describe("status", () => {
  test("shows the members' progress on a leader only", () => {
    const leader = anEstablishedLeader();
    assert.deepEqual(
      leader.raft.status().members.map(({ id, match, state }) => [id, match, state]),
      [
        [1, 1, "replicate"],
        [2, 1, "replicate"],
        [3, 1, "replicate"],
      ],
    );
    assert.deepEqual(aFollower(1).raft.status().members, []);
  });
});

describe("options", () => {
  const given = { id: 1, storage: MemoryLog.withVoters(1), random: () => 0 };

  test("are careful unless told otherwise", () => {
    const { preVote, checkQuorum, stepDownOnRemoval, proposalForwarding, readMode } = raftOptions(given);
    assert.deepEqual(
      [preVote, checkQuorum, stepDownOnRemoval, proposalForwarding, readMode],
      [true, true, true, false, "safe"],
    );
  });

  for (const [what, options] of Object.entries({
    "an id of nobody": { id: 0 },
    "an id that is no safe integer": { id: 2 ** 53 },
    "no heartbeats": { heartbeatTicks: 0 },
    "elections as fast as heartbeats": { electionTicks: 5, heartbeatTicks: 5 },
    "nothing applied": { maxApplyingBytes: 0 },
    "nothing sent": { maxInflightMessages: 0 },
    "no term ever adopted": { maxTermJump: 0 },
    "a window smaller than a message": { maxInflightBytes: 10, maxMessageBytes: 11 },
    "a lease that nobody keeps": { readMode: "lease", checkQuorum: false } as const,
  })) {
    test(`with ${what} are refused`, () => {
      assert.throws(() => raftOptions({ ...given, ...options }), { name: "InvariantError" });
    });
  }
});
