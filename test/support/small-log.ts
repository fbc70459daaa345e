// A log with small segments on a simulated disk, and words to write to it.
import type { Entry } from "#raft/core/entry.ts";
import type { HardState } from "#raft/core/hard-state.ts";
import type { LogLimits } from "#storage/log/log-limits.ts";
import { SegmentedLog } from "#storage/log/segmented-log.ts";
import { SimulatedDisk } from "./simulated-disk/simulated-disk.ts";

export const SMALL_LOG_DIRECTORY = "/log";

export const SMALL_LOG_LIMITS: LogLimits = {
  segmentBytes: 48 * 1024,
  groupBytes: 8 * 1024,
  recordBytes: 4 * 1024,
  entryBytes: 4 * 1024,
  snapshotBytes: 256,
};

export function openLog(disk: SimulatedDisk, limits: Partial<LogLimits> = {}): SegmentedLog {
  return SegmentedLog.open({
    disk,
    directory: SMALL_LOG_DIRECTORY,
    limits: { ...SMALL_LOG_LIMITS, ...limits },
  });
}

export function aLog(): { disk: SimulatedDisk; log: SegmentedLog } {
  const disk = new SimulatedDisk();
  return { disk, log: openLog(disk) };
}

/** Entries from `first` on, one a payload. */
export function entriesFrom(
  first: number,
  term: number,
  payloads: readonly (string | Uint8Array)[],
): Entry[] {
  return payloads.map((payload, at) => {
    const data = typeof payload === "string" ? new TextEncoder().encode(payload) : payload;
    return { index: first + at, term, kind: "data", data };
  });
}

/** `count` entries of `bytes` each; what is in them tells them apart. */
export function bulk(first: number, term: number, count: number, bytes: number): Entry[] {
  return Array.from({ length: count }, (_, at) => {
    const data = new Uint8Array(bytes).fill((first + at) * 7 + term);
    return { index: first + at, term, kind: "data", data };
  });
}

export function vote(term: number, forWhom: number, commit = 0): { hardState: HardState } {
  return { hardState: { term, vote: forWhom, commit } };
}

/** All entries as `index/term/text`. */
export function wordsOf({ state, reader }: SegmentedLog): string[] {
  const entries = reader.entries(state.firstIndex, state.lastIndex + 1, Number.POSITIVE_INFINITY) ?? [];
  return entries.map(({ index, term, data }) => `${index}/${term}/${new TextDecoder().decode(data)}`);
}
