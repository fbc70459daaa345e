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
];

export function reasonFor({ file, context, change }: OperatorMutant): string {
  const known = SURVIVORS.find(
    (each) => file.endsWith(each.file) && context.includes(each.context) && change === each.change,
  );
  return known?.reason ?? "not looked at yet";
}
