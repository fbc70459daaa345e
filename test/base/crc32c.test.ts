import assert from "node:assert/strict";
import { test } from "node:test";
import { utf8 } from "#base/bytes.ts";
import { crc32c } from "#base/crc32c.ts";

const ascending = Uint8Array.from({ length: 32 }, (_, i) => i);

// RFC 3720 appendix B.4 prints each digest in wire order, least significant byte first.
const RFC_3720: [string, Uint8Array, number][] = [
  ["32 zeros", new Uint8Array(32), 0x8a9136aa],
  ["32 ones", new Uint8Array(32).fill(0xff), 0x62a8ab43],
  ["32 ascending bytes", ascending, 0x46dd794e],
  ["32 descending bytes", ascending.toReversed(), 0x113fdb5c],
  [
    "an iSCSI read command",
    Uint8Array.fromHex(
      "01c00000000000000000000000000000140000000000040000000014000000182800000000000000" + "0200000000000000",
    ),
    0xd9963a56,
  ],
  ["the check word of CRC catalogues", utf8("123456789"), 0xe3069283],
  ["nothing", new Uint8Array(0), 0],
];

for (const [name, bytes, expected] of RFC_3720) {
  test(`the published checksum of ${name} comes out`, () => assert.equal(crc32c(bytes), expected));
}

test("every length, start and alignment agrees with the bitwise definition", () => {
  const bytes = Uint8Array.from({ length: 70 }, (_, i) => (i * 167 + 13) & 255);
  for (let start = 0; start < 12; start++) {
    for (let end = start; end <= bytes.length; end++) {
      assert.equal(crc32c(bytes, start, end), bitwise(bytes.subarray(start, end)));
      assert.equal(crc32c(bytes.subarray(start), 0, end - start), bitwise(bytes.subarray(start, end)));
    }
  }
});

test("a range outside the bytes is refused, not read as zeros", () => {
  assert.throws(() => crc32c(new Uint8Array(8), 0, 9), RangeError);
  assert.throws(() => crc32c(new Uint8Array(8), -1, 4), RangeError);
});

function bitwise(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  }
  return ~crc >>> 0;
}
