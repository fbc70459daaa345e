// A million entries must cost the log little memory: sixteen bytes each, and nothing that grows with their size.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { NodeDisk } from "#storage/disk/node-disk.ts";
import { DEFAULT_LOG_LIMITS } from "#storage/log/log-limits.ts";
import { SegmentedLog } from "#storage/log/segmented-log.ts";

const ENTRIES = 1_000_000;
const MIB = 1024 * 1024;
const scratch = mkdtempSync(join(tmpdir(), "coffer-log-memory-"));
after(() => rmSync(scratch, { recursive: true, force: true }));

function usedMemory(): number {
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

test("a million entries take at most 24 MiB of memory, and any of them is read at once", () => {
  const options = { disk: new NodeDisk(), directory: join(scratch, "log"), limits: DEFAULT_LOG_LIMITS };
  let log = SegmentedLog.open(options);
  const data = new Uint8Array(8);
  for (let index = 1; index <= ENTRIES; ) {
    const entries = Array.from({ length: 5000 }, () => ({
      index: index++,
      term: 1,
      kind: "data" as const,
      data,
    }));
    log.write([{ entries }]);
  }
  log.close();
  const before = usedMemory();
  log = SegmentedLog.open(options);
  const grown = usedMemory() - before;
  assert.equal(log.state.lastIndex, ENTRIES);
  // Without --expose-gc the segment that was read last may still be counted.
  const garbage = globalThis.gc === undefined ? 3 * DEFAULT_LOG_LIMITS.segmentBytes : 0;
  assert.ok(grown < 24 * MIB + garbage, `${Math.round(grown / MIB)} MiB`);
  for (const index of [1, 2, 4095, 500_000, ENTRIES]) {
    assert.equal(log.reader.entries(index, index + 1, 100)?.[0]?.index, index);
  }
  log.write([{ checkpoint: ENTRIES, compactTo: { index: ENTRIES - 10, term: 1 } }]);
  assert.equal(log.state.dump().index.blocks.length, 1);
  log.close();
});
