// Picks entries out of records as they were read back.
import { assert } from "#base/assert.ts";
import type { Entry } from "#raft/core/entry.ts";
import type { EntryHead, ItemVisitor } from "./format/item-visitor.ts";
import { offsetAt } from "./format/layout.ts";
import { checkRecord } from "./format/record.ts";
import { visitItems } from "./format/visit-items.ts";
import { LogDamageError } from "./log-damage-error.ts";
import type { LogState } from "./log-state.ts";

export interface CollectOptions {
  readonly path: string;
  /** Where in the file `records` begin. */
  readonly offset: number;
  /** What was read: whole records, perhaps the rest of a page between two of them. */
  readonly records: Uint8Array;
  /** Entries from `low` up to but without `high` are in them. */
  readonly low: number;
  readonly high: number;
  readonly state: LogState;
}

/** @throws LogDamageError when a record changed since it was written */
export function collectEntries({ path, offset, records, low, high, state }: CollectOptions): Entry[] {
  const found = new EntryCollector(low, high);
  let done = -1;
  for (let index = low; index < high; index++) {
    const recordOffset = offsetAt(state.locate(index)?.recordPosition ?? -1);
    if (recordOffset === done) continue;
    done = recordOffset;
    const check = checkRecord(records, recordOffset - offset);
    if (check.kind !== "record")
      throw new LogDamageError(path, recordOffset, "a record changed since it was written");
    const record = records.subarray(recordOffset - offset, recordOffset - offset + check.length);
    found.record = record;
    visitItems(record, { file: path, offset: recordOffset }, found);
  }
  const wrong = found.entries.find(
    (entry, at) => entry.index !== low + at || entry.term !== state.term(entry.index),
  );
  assert(
    found.entries.length === high - low && wrong === undefined,
    "a record does not hold the entries it should",
  );
  return found.entries;
}

/** A record may hold an entry and, after it, the one that replaced it: the later one counts. */
class EntryCollector implements ItemVisitor {
  readonly entries: Entry[] = [];
  record: Uint8Array = new Uint8Array(0);
  readonly #low: number;
  readonly #high: number;

  constructor(low: number, high: number) {
    this.#low = low;
    this.#high = high;
  }

  onEntry({ index, term, kind, dataOffset, dataBytes }: EntryHead): void {
    if (index < this.#low || index >= this.#high) return;
    const data = this.record.subarray(dataOffset, dataOffset + dataBytes);
    this.entries[index - this.#low] = { index, term, kind, data };
  }

  onStart(): void {}
  onInstall(): void {}
  onHardState(): void {}
  onTruncate(): void {}
  onSnapshot(): void {}
  onCheckpoint(): void {}
  onCompact(): void {}
}
