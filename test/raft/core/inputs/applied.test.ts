import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { utf8 } from "#base/bytes.ts";
import type { Entry } from "#raft/core/entry.ts";
import type { AppendWork, ApplyWork } from "#raft/core/storage-work.ts";
import { aNode, ofKind } from "#test/raft-core/paper-node.ts";
import type { SteppedNode } from "#test/raft-core/stepped-node.ts";

function aFollowerWithSlowStorage() {
  return aNode({ options: { asyncStorageWrites: true } });
}

function entry(term: number, index: number, text: string): Entry {
  return { term, index, kind: "data", data: utf8(text) };
}

function append(
  { raft }: SteppedNode,
  given: { from: number; term: number; entries: Entry[]; commit?: number },
): void {
  const { from, term, entries, commit = 0 } = given;
  const first = entries[0]?.index ?? 1;
  raft.step({
    kind: "append",
    from,
    to: 1,
    term,
    previousIndex: first - 1,
    previousTerm: 0,
    entries,
    commit,
  });
}

function appendWork(node: SteppedNode): AppendWork {
  const { append: work } = node.raft.ready();
  assert.ok(work !== undefined, "there is something to write");
  return work;
}

/** What the log thread does: write, then let go of what waited, then tell the node. */
function finish(node: SteppedNode, work: AppendWork): void {
  node.log.hardState = work.hardState ?? node.log.hardState;
  node.log.append(work.entries);
  for (const message of work.responses) if (message.to === node.id) node.raft.step(message);
  if (work.acknowledgement !== undefined) node.raft.appended(work.acknowledgement);
}

describe("asynchronous storage work", () => {
  test("promises leave with the work they rest on, all else at once", () => {
    const node = aFollowerWithSlowStorage();
    append(node, { from: 2, term: 1, entries: [entry(1, 1, "a")] });
    node.raft.step({ kind: "heartbeat", from: 2, to: 1, term: 1, commit: 0, round: 3 });
    const { messages, append: work } = node.raft.ready();
    assert.deepEqual(
      messages.map(({ kind }) => kind),
      ["heartbeat-response"],
    );
    assert.deepEqual(
      work?.responses.map(({ kind }) => kind),
      ["append-response"],
    );
    assert.deepEqual(work?.hardState, { term: 1, vote: 0, commit: 0 });
    assert.equal(work?.mustSync, true);
  });

  test("a vote leaves only with the write that stores it", () => {
    const node = aFollowerWithSlowStorage();
    node.raft.step({ kind: "vote", from: 3, to: 1, term: 2, lastIndex: 0, lastTerm: 0, transfer: false });
    const { messages, append: work } = node.raft.ready();
    assert.deepEqual(messages, []);
    assert.deepEqual(work?.hardState, { term: 2, vote: 3, commit: 0 });
    assert.deepEqual(
      ofKind(work?.responses ?? [], "vote-response").map(({ to, rejected }) => [to, rejected]),
      [[3, false]],
    );
  });

  test("votes are asked for only once the log they rest on is durable", () => {
    const node = aFollowerWithSlowStorage();
    append(node, { from: 2, term: 1, entries: [entry(1, 1, "a")] });
    const first = appendWork(node);
    node.raft.campaign();
    const { messages, append: work } = node.raft.ready();
    assert.deepEqual(messages, []);
    assert.deepEqual(
      ofKind(work?.responses ?? [], "vote").map(({ to, lastIndex }) => [to, lastIndex]),
      [
        [2, 1],
        [3, 1],
      ],
    );
    assert.deepEqual([first.hardState?.term, work?.hardState?.term], [1, 2]);
  });

  test("several pieces may be under way, and are acknowledged in order", () => {
    const node = aFollowerWithSlowStorage();
    append(node, { from: 2, term: 1, entries: [entry(1, 1, "a")] });
    const first = appendWork(node);
    const after = { previousIndex: 1, previousTerm: 1, entries: [entry(1, 2, "b")], commit: 1 };
    node.raft.step({ kind: "append", from: 2, to: 1, term: 1, ...after });
    const second = appendWork(node);
    assert.deepEqual(
      second.entries.map(({ index }) => index),
      [2],
      "the first is not written twice",
    );
    assert.equal(node.raft.hasReady(), false, "nothing is applied before it is durable");
    finish(node, first);
    assert.deepEqual(
      node.raft.ready().apply?.entries.map(({ index }) => index),
      [1],
    );
    finish(node, second);
    assert.equal(node.log.lastIndex(), 2);
  });

  test("what is applied is held back while too much waits to be applied", () => {
    const node = aNode({ options: { asyncStorageWrites: true, maxApplyingBytes: 1 } });
    append(node, { from: 2, term: 1, entries: [entry(1, 1, "a"), entry(1, 2, "b")], commit: 2 });
    finish(node, appendWork(node));
    const works: ApplyWork[] = [];
    const { apply } = node.raft.ready();
    if (apply !== undefined) works.push(apply);
    assert.deepEqual(
      works.map(({ entries }) => entries.length),
      [1],
    );
    assert.equal(node.raft.hasReady(), false);
    for (const work of works) node.raft.applied(work.acknowledgement);
    assert.deepEqual(
      node.raft.ready().apply?.entries.map(({ index }) => index),
      [2],
    );
  });

  // Leader A sends x; leader C replaces it by y; A leads again and sends x again. All three writes are under way.
  test("an old write of the very same entry does not count as the new one's (A, B, A)", () => {
    const node = aFollowerWithSlowStorage();
    const x = entry(1, 1, "x");
    append(node, { from: 2, term: 1, entries: [x] });
    const first = appendWork(node);
    append(node, { from: 3, term: 2, entries: [entry(2, 1, "y")] });
    const second = appendWork(node);
    append(node, { from: 2, term: 3, entries: [x] });
    const third = appendWork(node);

    finish(node, first);
    finish(node, second);
    // Storage shows y now; the log must go on showing x, which is being written again.
    assert.equal(node.log.term(1), 2);
    append(node, { from: 2, term: 3, entries: [], commit: 0 });
    node.raft.step({ kind: "vote", from: 3, to: 1, term: 3, lastIndex: 1, lastTerm: 1, transfer: false });
    const probe = { kind: "append", from: 2, to: 1, term: 3, previousIndex: 1, previousTerm: 1 } as const;
    node.raft.step({ ...probe, entries: [], commit: 0 });
    const answers = ofKind(node.raft.ready().append?.responses ?? [], "append-response");
    assert.deepEqual(answers.at(-1), { ...answers.at(-1), index: 1, rejected: false });

    finish(node, third);
    assert.equal(node.log.term(1), 1);
    assert.equal(node.raft.status().lastIndex, 1);
  });

  test("a write ignored for its old term is made up for by the next, even one without entries", () => {
    const node = aFollowerWithSlowStorage();
    append(node, { from: 2, term: 1, entries: [entry(1, 1, "a")], commit: 1 });
    const first = appendWork(node);
    node.raft.step({ kind: "heartbeat", from: 3, to: 1, term: 2, commit: 1, round: 1 });
    const second = appendWork(node);
    assert.deepEqual([second.entries, second.acknowledgement?.last], [[], { term: 1, index: 1 }]);
    finish(node, first);
    assert.equal(node.raft.ready().apply, undefined, "not yet known to be durable");
    finish(node, second);
    assert.deepEqual(node.raft.ready().apply?.entries.length, 1);
  });

  test("a snapshot counts in whatever term it is installed", () => {
    const node = aFollowerWithSlowStorage();
    const { membership } = node.raft.status();
    const snapshot = { index: 9, term: 1, membership };
    node.raft.step({ kind: "snapshot", from: 2, to: 1, term: 1, snapshot });
    const work = appendWork(node);
    assert.deepEqual(work.snapshot, snapshot);
    node.raft.step({ kind: "heartbeat", from: 3, to: 1, term: 2, commit: 0, round: 1 });
    node.log.installSnapshot(snapshot);
    finish(node, work);
    assert.equal(node.raft.status().applied, 9);
  });

  test("a change of membership that a snapshot overtakes is applied once", () => {
    const node = aFollowerWithSlowStorage();
    const change = { term: 1, index: 1, kind: "conf-change", data: Uint8Array.of(0x12, 2, 0x10, 4) } as const;
    append(node, { from: 2, term: 1, entries: [change], commit: 1 });
    finish(node, appendWork(node));
    const { apply } = node.raft.ready();
    assert.equal(apply?.entries.length, 1);
    // Before it is applied, a snapshot arrives in which node 5 is a member too.
    const membership = { ...node.raft.status().membership, voters: [1, 2, 3, 4, 5] };
    node.raft.step({
      kind: "snapshot",
      from: 2,
      to: 1,
      term: 1,
      snapshot: { index: 9, term: 1, membership },
    });
    assert.deepEqual(node.raft.applyConfChange(change).voters, [1, 2, 3, 4], "what held at index 1");
    assert.deepEqual(node.raft.status().membership.voters, [1, 2, 3, 4, 5], "what counts");
  });

  test("acknowledging what was never handed out is an assertion", () => {
    const node = aFollowerWithSlowStorage();
    assert.throws(
      () => node.raft.applied({ index: 5, bytes: 1, payloadBytes: 1 }),
      /entry 5 was applied, outside/,
    );
  });
});
