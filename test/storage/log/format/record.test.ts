import assert from "node:assert/strict";
import { test } from "node:test";
import { utf8 } from "#base/bytes.ts";
import {
  checkRecord,
  misplacement,
  RECORD_HEADER_BYTES,
  recordCounts,
  sealRecord,
} from "#storage/log/format/record.ts";
import { RecordDraft } from "#storage/log/format/record-draft.ts";

const LINK = { sequence: 42, previousHash: new Uint8Array(32).fill(5) };

function sealed(text = "data"): Uint8Array {
  const draft = new RecordDraft(new Uint8Array(256).fill(0xee));
  draft.entry({ index: 7, term: 3, kind: "data", data: utf8(text) });
  draft.checkpoint(6);
  const record = draft.finish();
  sealRecord(record, LINK);
  return record;
}

test("a sealed record is whole, in its place, and says how much it holds", () => {
  const record = sealed();
  const check = checkRecord(record, 0);
  assert.equal(check.kind, "record");
  assert.equal(record.length % 8, 0);
  assert.deepEqual(recordCounts(record), { sequence: 42, items: 2 });
  assert.equal(misplacement(record, LINK), undefined);
});

test("the same content at the same place of the chain is the same bytes, whatever was in the buffer", () => {
  assert.deepEqual(sealed(), sealed());
  assert.notDeepEqual(sealed("data"), sealed("Data"));
});

test("every changed bit of a record is found", () => {
  const record = sealed();
  for (let bit = 0; bit < record.length * 8; bit++) {
    const changed = record.slice();
    changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    assert.notEqual(checkRecord(changed, 0).kind, "record", `bit ${bit}`);
  }
});

test("a record is only at home after the record it was sealed for", () => {
  const record = sealed();
  assert.match(
    misplacement(record, { ...LINK, sequence: 43 }) ?? "",
    /record 42 stands where record 43 belongs/,
  );
  assert.match(
    misplacement(record, { ...LINK, previousHash: new Uint8Array(32) }) ?? "",
    /does not continue/,
  );
});

test("a record that the file's end cuts is no record, at any length", () => {
  const record = sealed();
  for (let length = 0; length < record.length; length++) {
    const kind = checkRecord(record.subarray(0, length), 0).kind;
    assert.equal(kind, length === 0 ? "blank" : "invalid", `${length} bytes`);
  }
});

test("zeros are blank; a length that lies is refused before anything is read", () => {
  assert.equal(checkRecord(new Uint8Array(200), 0).kind, "blank");
  assert.equal(checkRecord(new Uint8Array(200), 200).kind, "blank");
  assert.equal(checkRecord(new Uint8Array(RECORD_HEADER_BYTES).fill(1), 0).kind, "invalid");
});
