// One changed bit in a log of which all is acknowledged: refused by file and offset, or without any effect.
import assert from "node:assert/strict";
import { decodeSegmentHeader } from "#storage/log/format/segment-header.ts";
import { walkRecords } from "#storage/log/format/walk-records.ts";
import { LogDamageError } from "#storage/log/log-damage-error.ts";
import type { SegmentedLog } from "#storage/log/segmented-log.ts";
import { SimulatedDisk } from "#test/simulated-disk/simulated-disk.ts";
import { textOfLog } from "./reference-log.ts";

const HEADER_BYTES = 76;

export interface ProtectedRange {
  readonly from: number;
  readonly to: number;
}

export class BitFlips {
  readonly #disk: SimulatedDisk;
  readonly #open: (disk: SimulatedDisk) => SegmentedLog;
  readonly #said: string;

  /** @param disk holds a log that was closed; it is not changed */
  constructor(disk: SimulatedDisk, open: (disk: SimulatedDisk) => SegmentedLog) {
    this.#disk = disk;
    this.#open = open;
    this.#said = textOfLog(open(this.#copy()));
  }

  /** Header and records of a segment: what a flip must not pass unseen in. */
  protectedRanges(path: string): ProtectedRange[] {
    const bytes = this.#disk.content(path);
    const { firstSequence, previousHash } = decodeSegmentHeader(path, bytes);
    const ranges = [{ from: 0, to: HEADER_BYTES }];
    for (const { offset, record } of walkRecords(bytes, { sequence: firstSequence, previousHash })) {
      ranges.push({ from: offset, to: offset + record.length });
    }
    return ranges;
  }

  /** @throws AssertionError when the flip has an effect, or is refused with a wrong place */
  flip(path: string, offset: number, bit: number, ranges: readonly ProtectedRange[]): "refused" | "harmless" {
    const image = this.#copy();
    image.flipBit(path, offset, bit);
    const range = ranges.find(({ from, to }) => offset >= from && offset < to);
    let said: string;
    try {
      said = textOfLog(this.#open(image));
    } catch (error) {
      assert.ok(error instanceof LogDamageError, String(error));
      if (range !== undefined)
        assert.deepEqual([error.file, error.offset], [path, range.from], `flipped at ${offset}`);
      return "refused";
    }
    assert.equal(range, undefined, `bit ${bit} at ${offset} of ${path} was flipped and nobody noticed`);
    assert.equal(said, this.#said, `bit ${bit} at ${offset} of ${path} changed what the log says`);
    return "harmless";
  }

  #copy(): SimulatedDisk {
    return new SimulatedDisk(this.#disk.state.clone());
  }
}
