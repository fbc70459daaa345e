// Why some operator mutants may live: told by hand, for each one that was looked at.
import type { OperatorMutant } from "./operator-mutants.ts";

interface Survivor {
  readonly file: string;
  readonly context: string;
  readonly change: string;
  readonly reason: string;
}

const SURVIVORS: readonly Survivor[] = [
  {
    file: "storage/log/buffer-pool.ts",
    context: "bytes < this.#bufferBytes / 4",
    change: "< to <=",
    reason:
      "a write of exactly a quarter of a pooled buffer gets memory of its own, or does not: both are right",
  },
  {
    file: "storage/log/collect-entries.ts",
    context: "entry.index !== low + at",
    change: "|| to &&",
    reason: "a second look behind the record's hash: what it would find, the hash has refused before",
  },
  {
    file: "storage/log/format/record.ts",
    context: "if (room < 4)",
    change: "< to <=",
    reason: "records and segments are multiples of 8 bytes: never are exactly 4 left",
  },
  {
    file: "storage/log/log-limits.ts",
    context: "snapshotBytes + KIB + PAGE_BYTES",
    change: "+ to -",
    reason: "only limits within a few pages of too small tell the sums apart, and no test sets such",
  },
  {
    file: "storage/log/log-reader.ts",
    context: "segmentAt(recordPosition) !== segment",
    change: "! dropped",
    reason: "reads fewer records at once: slower, not otherwise",
  },
  {
    file: "storage/log/log-state.ts",
    context: "if (index <= this.#compacted.index) return;",
    change: "<= to <",
    reason: "compacting to where the log is compacted already changes nothing either way",
  },
  {
    file: "storage/log/recovery/recover-log.ts",
    context: "newest.ack.sequence < newest.last.sequence",
    change: "< to <=",
    reason: "notes once more what is noted already",
  },
  {
    file: "storage/log/recovery/segment-listing.ts",
    context: "segments.sort",
    change: "- to +",
    reason: "the names they come from are sorted already, and sort as their numbers do",
  },
  {
    file: "storage/log/segmented-log.ts",
    context: "this.#reader.close();",
    change: "call dropped",
    reason: "a descriptor stays open until the process ends, which it does right after: a gap of the tests",
  },
  {
    file: "storage/log/spare-segments.ts",
    context: "if (disk.exists(each.path)) this.#takeUp(each);",
    change: "call dropped",
    reason: "a spare of an earlier process is prepared again: slower, not otherwise",
  },
  {
    file: "storage/log/spare-segments.ts",
    context: "file.write([this.#zeros.subarray(0, bytes)], spare.bytes);",
    change: "call dropped",
    reason: "blocks are not allocated ahead, so a sync has more to do: no outcome depends on it",
  },
];

export function reasonFor({ file, context, change }: OperatorMutant): string {
  const known = SURVIVORS.find(
    (each) => file.endsWith(each.file) && context.includes(each.context) && change === each.change,
  );
  return known?.reason ?? "not looked at yet";
}
