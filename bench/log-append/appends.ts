// Appends by the log beside raw writes of the same payload.
import fs from "node:fs";
import { join } from "node:path";
import type { Entry } from "#raft/core/entry.ts";
import { NodeDisk } from "#storage/disk/node-disk.ts";
import { BufferPool } from "#storage/log/buffer-pool.ts";
import { draftWrites } from "#storage/log/draft-writes.ts";
import { DEFAULT_LOG_LIMITS } from "#storage/log/log-limits.ts";
import { SegmentedLog } from "#storage/log/segmented-log.ts";
import { TimedDisk } from "#storage/log/thread/timed-disk.ts";
import { medianShare, type Samples, type Summary, summary } from "./statistics.ts";

export interface AppendOptions {
  readonly directory: string;
  readonly payload: Uint8Array;
  /** Entries a group. */
  readonly batch: number;
  readonly rounds: number;
  readonly roundMs: number;
}

export interface AppendRow {
  batch: number;
  log: Summary;
  raw: Summary;
  rawGrowing: Summary;
  /** What the log thread does, as a share of raw throughput. */
  shareOfRaw: number;
  /** The same with the drafting of records on the same thread. */
  shareOfRawWithDrafting: number;
  shareOfRawGrowing: number;
}

/** One way to append. */
interface Series {
  rounds: Samples[];
  /** What another thread does meanwhile (the log's records are drafted by the consensus thread); timed apart. */
  prepare(): void;
  /** Timed. Returns how long the sync of the append took. */
  append(): number;
  close(): void;
}

const SEGMENT_BYTES = DEFAULT_LOG_LIMITS.segmentBytes;
const KEPT_ENTRIES = 20_000;

/** Side by side, in turns: what else the machine does meets all of them alike. */
export function measureAppends(options: AppendOptions): AppendRow {
  const log = logSeries(options);
  const raw = rawSeries(options, "allocated");
  const rawGrowing = rawSeries(options, "growing");
  const all = [log, raw, rawGrowing];
  for (let round = 0; round <= options.rounds; round++) {
    for (const each of all) {
      const samples = runRound(each, options);
      if (round > 0) each.rounds.push(samples); // the first one warms up
    }
  }
  for (const each of all) each.close();
  return {
    batch: options.batch,
    log: summary(log.rounds),
    raw: summary(raw.rounds),
    rawGrowing: summary(rawGrowing.rounds),
    shareOfRaw: medianShare(log.rounds, raw.rounds),
    shareOfRawWithDrafting: medianShare(log.rounds.map(withPreparation), raw.rounds),
    shareOfRawGrowing: medianShare(log.rounds, rawGrowing.rounds),
  };
}

function logSeries({ directory, batch, payload }: AppendOptions): Series {
  const disk = new TimedDisk(new NodeDisk(), { monotonicMs: () => performance.now() });
  const log = SegmentedLog.open({ disk, directory: join(directory, `log-${batch}`) });
  const payloads = copies(payload, batch);
  const buffers = new BufferPool(DEFAULT_LOG_LIMITS.recordBytes);
  let records: Uint8Array[] = [];
  let compactAt = KEPT_ENTRIES;
  return {
    rounds: [],
    prepare: () => {
      const first = log.state.lastIndex + 1;
      const entries = payloads.map((data, at): Entry => ({ index: first + at, term: 1, kind: "data", data }));
      records = draftWrites([{ entries }], DEFAULT_LOG_LIMITS, (bytes) => buffers.take(bytes));
    },
    append: () => {
      disk.takeSyncMs();
      log.append(records);
      for (const record of records) buffers.giveBack(record);
      const syncMs = disk.takeSyncMs();
      const { lastIndex } = log.state;
      if (lastIndex > compactAt) {
        compactAt = lastIndex + KEPT_ENTRIES / 4;
        const index = Math.max(lastIndex - KEPT_ENTRIES, 0);
        log.write([{ checkpoint: lastIndex, compactTo: { index, term: Math.min(index, 1) } }]);
      }
      if (log.needsSpare) log.prepareSpare();
      return syncMs;
    },
    close: () => log.close(),
  };
}

/** `allocated`: over and over into a file whose blocks are written, as a log that recycles segments has them. */
function rawSeries({ directory, batch, payload }: AppendOptions, kind: "allocated" | "growing"): Series {
  const file = fs.openSync(join(directory, `raw-${kind}-${batch}`), "w+", 0o600);
  if (kind === "allocated") {
    const zeros = new Uint8Array(1024 * 1024);
    for (let at = 0; at < SEGMENT_BYTES; at += zeros.length) fs.writeSync(file, zeros, 0, zeros.length, at);
    fs.fsyncSync(file);
  }
  const parts = copies(payload, batch);
  const bytes = batch * payload.length;
  let offset = 0;
  return {
    rounds: [],
    prepare: () => {
      if (offset + bytes <= SEGMENT_BYTES) return;
      if (kind === "growing") fs.ftruncateSync(file, 0);
      offset = 0;
    },
    append: () => {
      fs.writevSync(file, parts, offset);
      offset += bytes;
      const startedAt = performance.now();
      fs.fdatasyncSync(file);
      return performance.now() - startedAt;
    },
    close: () => fs.closeSync(file),
  };
}

function withPreparation(samples: Samples): Samples {
  return { ...samples, totalMs: samples.totalMs + samples.prepareMs };
}

/** Each in memory of its own, as entries that came in one by one are. */
function copies(payload: Uint8Array, count: number): Uint8Array[] {
  return Array.from({ length: count }, () => payload.slice());
}

function runRound(series: Series, { batch, roundMs }: AppendOptions): Samples {
  const samples: Samples = { entries: 0, totalMs: 0, prepareMs: 0, syncMs: [] };
  while (samples.totalMs < roundMs) {
    const preparedAt = performance.now();
    series.prepare();
    const startedAt = performance.now();
    samples.prepareMs += startedAt - preparedAt;
    samples.syncMs.push(series.append());
    samples.totalMs += performance.now() - startedAt;
    samples.entries += batch;
  }
  return samples;
}
