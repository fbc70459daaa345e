import assert from "node:assert/strict";
import { test } from "node:test";
import { RECORDS_OFFSET } from "#storage/log/format/layout.ts";
import { BitFlips, type ProtectedRange } from "#test/crash-matrix/bit-flips.ts";
import { SeededRandom } from "#test/simulated-disk/seeded-random.ts";
import type { SimulatedDisk } from "#test/simulated-disk/simulated-disk.ts";
import { aLog, bulk, entriesFrom, openLog, vote } from "#test/small-log.ts";

/** Two segments, all of it acknowledged: votes, entries, a conflict, marks. */
function acknowledgedLog(): SimulatedDisk {
  const { disk, log } = aLog();
  log.write([vote(1, 2), { entries: entriesFrom(1, 1, ["a", "b", "c"]) }]);
  log.write([{ entries: entriesFrom(3, 2, ["C", "D"]), checkpoint: 2 }]);
  log.write([{ snapshot: { index: 2, term: 1, data: new Uint8Array(30).fill(9) } }]);
  for (let index = 5; index <= 10; index++) log.write([{ entries: bulk(index, 2, 1, 2500) }]);
  log.write([vote(3, 1, 4)]);
  log.close();
  return disk;
}

test("no changed byte of an acknowledged log goes unseen, and none elsewhere has an effect", () => {
  const disk = acknowledgedLog();
  const paths = ["/log/0000000000000001.log", "/log/0000000000000002.log"];
  const flips = new BitFlips(disk, openLog);
  const random = new SeededRandom(1);
  const outcomes = { refused: 0, harmless: 0 };
  for (const path of paths) {
    const ranges = flips.protectedRanges(path);
    const end = (ranges.at(-1)?.to ?? 0) + 600;
    for (let offset = 0; offset < end; offset += stride(offset, ranges)) {
      outcomes[flips.flip(path, offset, random.below(8), ranges)]++;
    }
  }
  assert.ok(outcomes.refused > 3000 && outcomes.harmless > 500, JSON.stringify(outcomes));
});

/** Every byte of headers, marks and small entries; samples of large entries, of padding and of the slots' pages. */
function stride(offset: number, ranges: readonly ProtectedRange[]): number {
  const range = ranges.find(({ from, to }) => offset >= from && offset < to);
  if (range !== undefined) return offset > range.from + 200 && offset < range.to - 40 ? 29 : 1;
  return offset < RECORDS_OFFSET && offset % 4096 < 100 ? 1 : 5;
}

test("flips in the acknowledgement slots are harmless: the other slot is there", () => {
  const flips = new BitFlips(acknowledgedLog(), openLog);
  const path = "/log/0000000000000002.log";
  const ranges = flips.protectedRanges(path);
  for (const slot of [4096, 8192]) {
    for (let offset = slot; offset < slot + 88; offset++) {
      for (let bit = 0; bit < 8; bit += 3) assert.equal(flips.flip(path, offset, bit, ranges), "harmless");
    }
  }
});
