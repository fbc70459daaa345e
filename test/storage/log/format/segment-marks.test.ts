// What a segment's first three pages hold: header and acknowledgement slots.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  ACK_BYTES,
  type Acknowledgement,
  decodeAcknowledgement,
  encodeAcknowledgement,
} from "#storage/log/format/ack-slot.ts";
import { offsetAt, positionOf, segmentAt, segmentName, segmentOfName } from "#storage/log/format/layout.ts";
import { decodeSegmentHeader, encodeSegmentHeader } from "#storage/log/format/segment-header.ts";
import { LogDamageError } from "#storage/log/log-damage-error.ts";

const HEADER = {
  segment: 2 ** 40 + 3,
  segmentBytes: 65536,
  firstSequence: 2 ** 50,
  oldestSegment: 2 ** 40,
  previousHash: new Uint8Array(32).fill(7),
};

const ACK: Acknowledgement = {
  turn: 9,
  segment: 4,
  sequence: 2 ** 45,
  end: 12_345,
  hash: new Uint8Array(32).fill(3),
  index: 2 ** 44,
  term: 17,
  continued: true,
};

test("a header comes back as it was written; any changed bit is damage", () => {
  const page = encodeSegmentHeader(HEADER);
  assert.equal(page.length, 4096);
  assert.deepEqual(decodeSegmentHeader("x.log", page), HEADER);
  for (let bit = 0; bit < 76 * 8; bit++) {
    const changed = page.slice();
    changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    assert.throws(() => decodeSegmentHeader("x.log", changed), LogDamageError, `bit ${bit}`);
  }
  for (const length of [0, 10, 75])
    assert.throws(() => decodeSegmentHeader("x.log", page.subarray(0, length)), LogDamageError);
});

test("an acknowledgement comes back as it was written; any changed bit makes it unreadable", () => {
  const slot = encodeAcknowledgement(ACK);
  assert.deepEqual(decodeAcknowledgement(slot), ACK);
  assert.deepEqual(
    decodeAcknowledgement(encodeAcknowledgement({ ...ACK, continued: false }))?.continued,
    false,
  );
  for (let bit = 0; bit < ACK_BYTES * 8; bit++) {
    const changed = slot.slice();
    changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    assert.equal(decodeAcknowledgement(changed), undefined, `bit ${bit}`);
  }
  assert.equal(decodeAcknowledgement(slot.subarray(0, ACK_BYTES - 1)), undefined);
  assert.equal(decodeAcknowledgement(new Uint8Array(ACK_BYTES)), undefined);
});

test("names and numbers of segments agree, and nothing else is a segment's name", () => {
  for (const segment of [1, 255, 2 ** 32, 2 ** 53 - 1])
    assert.equal(segmentOfName(segmentName(segment)), segment);
  for (const name of [
    "0000000000000000.log",
    "ffffffffffffffff.log",
    "1.log",
    "000000000000000A.log",
    "spare",
    "x0000000000000001.log",
  ]) {
    assert.equal(segmentOfName(name), undefined, name);
  }
});

test("a position is one number that keeps segment and offset apart", () => {
  for (const [segment, offset] of [
    [1, 0],
    [1, 2 ** 26 - 8],
    [2, 0],
    [2 ** 27 - 1, 2 ** 26 - 8],
  ] as const) {
    const position = positionOf(segment, offset);
    assert.ok(Number.isSafeInteger(position));
    assert.deepEqual([segmentAt(position), offsetAt(position)], [segment, offset]);
  }
});
