import assert from "node:assert/strict";
import { test } from "node:test";
import { utf8 } from "#base/bytes.ts";
import type { EntryHead, ItemVisitor } from "#storage/log/format/item-visitor.ts";
import { RECORD_HEADER_BYTES } from "#storage/log/format/record.ts";
import { RecordDraft } from "#storage/log/format/record-draft.ts";
import { visitItems } from "#storage/log/format/visit-items.ts";
import { LogDamageError } from "#storage/log/log-damage-error.ts";
import { LogFormatError } from "#storage/log/log-format-error.ts";

const PLACE = { file: "some.log", offset: 4096 };
const HARD_STATE = { term: 2 ** 53 - 1, vote: 2 ** 40 + 1, commit: 5 };
const START = {
  last: { index: 9, term: 8 },
  compacted: { index: 4, term: 3 },
  checkpoint: 6,
  hardState: HARD_STATE,
};
const MARK = { index: 12, term: 2, data: utf8("members") };

/** Notes the calls it gets, data copied. */
function visited(record: Uint8Array): unknown[] {
  const calls: unknown[] = [];
  const note =
    (name: string) =>
    (...values: unknown[]): void => {
      calls.push([name, ...structuredClone(values)]);
    };
  const visitor: ItemVisitor = {
    onStart: note("start"),
    onInstall: note("install"),
    onHardState: note("hard state"),
    onTruncate: note("truncate"),
    onEntry: ({ dataOffset, dataBytes, ...head }: EntryHead) =>
      note("entry")(head, record.slice(dataOffset, dataOffset + dataBytes)),
    onSnapshot: note("snapshot"),
    onCheckpoint: note("checkpoint"),
    onCompact: note("compact"),
  };
  visitItems(record, PLACE, visitor);
  return calls;
}

function draft(fill: (draft: RecordDraft) => void): Uint8Array {
  const draft = new RecordDraft(new Uint8Array(1024));
  fill(draft);
  return draft.finish();
}

test("every kind of item comes back as it was put in, in order", () => {
  const record = draft((draft) => {
    draft.start(START);
    draft.install(MARK);
    draft.hardState(HARD_STATE);
    draft.truncate(3);
    draft.entry({ index: 1, term: 2, kind: "data", data: utf8("x") });
    draft.entry({ index: 2, term: 2, kind: "conf-change", data: utf8("") });
    draft.snapshot(MARK);
    draft.checkpoint(7);
    draft.compact(5, 4);
  });
  assert.deepEqual(visited(record), [
    ["start", START],
    ["install", MARK],
    ["hard state", HARD_STATE],
    ["truncate", 3],
    ["entry", { index: 1, term: 2, kind: "data" }, utf8("x")],
    ["entry", { index: 2, term: 2, kind: "conf-change" }, utf8("")],
    ["snapshot", MARK],
    ["checkpoint", 7],
    ["compact", 5, 4],
  ]);
});

test("an item or entry of an unknown kind asks for an upgrade and names the place", () => {
  const item = draft((draft) => draft.checkpoint(1));
  item[RECORD_HEADER_BYTES] = 99;
  assert.throws(
    () => visited(item),
    (error) =>
      error instanceof LogFormatError &&
      /some.log at offset 4096: item kind 99 .* upgrade this node/.test(error.message),
  );
  const entry = draft((draft) => draft.entry({ index: 1, term: 1, kind: "data", data: utf8("") }));
  entry[RECORD_HEADER_BYTES + 1] = 2;
  assert.throws(() => visited(entry), /entry kind 2 is not known/);
});

test("items whose lengths do not add up are damage, never read past their end", () => {
  for (const length of [0, 7, 9, 15, 255]) {
    const record = draft((draft) => draft.hardState(HARD_STATE));
    new DataView(record.buffer).setUint32(RECORD_HEADER_BYTES + 4, length);
    assert.throws(() => visited(record), LogDamageError, `length ${length}`);
  }
});

test("an item that does not fit its record is an assertion", () => {
  const draft = new RecordDraft(new Uint8Array(RECORD_HEADER_BYTES + 16));
  assert.equal(draft.hasRoomFor(16), true);
  draft.checkpoint(1);
  assert.equal(draft.hasRoomFor(1), false);
  assert.throws(() => draft.checkpoint(2), /does not fit/);
});
