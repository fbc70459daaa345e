// Turns writes into records that want only their place in the chain. Runs on the thread that asks for the write, so
// that the log thread hashes and writes the very buffers it is sent.
import { assert } from "#base/assert.ts";
import { ENTRY_OVERHEAD_BYTES, ITEM_HEADER_BYTES } from "./format/item-kind.ts";
import { RECORD_ALIGNMENT, roundUp } from "./format/layout.ts";
import { RECORD_HEADER_BYTES } from "./format/record.ts";
import { RecordDraft } from "./format/record-draft.ts";
import type { LogLimits } from "./log-limits.ts";
import type { LogWrite } from "./log-write.ts";

/** Gives a buffer of at least `bytes`, its size a multiple of 8. What is in it does not matter. */
export type AllocateBuffer = (bytes: number) => Uint8Array;

const HARD_STATE_BYTES = ITEM_HEADER_BYTES + 24;
const SMALL_ITEM_BYTES = ITEM_HEADER_BYTES + 16;

/** Unsealed records that hold `writes` in order. @throws InvariantError when something passes its limit */
export function draftWrites(
  writes: readonly LogWrite[],
  limits: LogLimits,
  allocate: AllocateBuffer = (bytes) => new Uint8Array(bytes),
): Uint8Array[] {
  const drafts = new Drafts(writes, limits, allocate);
  for (const write of writes) addWrite(drafts, write, limits);
  return drafts.finish();
}

function addWrite(drafts: Drafts, write: LogWrite, limits: LogLimits): void {
  addHead(drafts, write, limits);
  if (write.truncateFrom !== undefined) drafts.roomFor(SMALL_ITEM_BYTES).truncate(write.truncateFrom);
  for (const entry of write.entries ?? []) {
    assert(entry.data.length <= limits.entryBytes, "an entry is larger than the log's limit");
    drafts.roomFor(ENTRY_OVERHEAD_BYTES + entry.data.length).entry(entry);
  }
  if (write.snapshot !== undefined) {
    assert(
      write.snapshot.data.length <= limits.snapshotBytes,
      "a snapshot's mark is larger than the log's limit",
    );
    drafts.roomFor(SMALL_ITEM_BYTES + write.snapshot.data.length).snapshot(write.snapshot);
  }
  if (write.checkpoint !== undefined) drafts.roomFor(SMALL_ITEM_BYTES).checkpoint(write.checkpoint);
  const { compactTo } = write;
  if (compactTo !== undefined) drafts.roomFor(SMALL_ITEM_BYTES).compact(compactTo.index, compactTo.term);
}

/** What has to be in one record: the log must not be replaced without the hard state that goes with it. */
function addHead(drafts: Drafts, { install, hardState }: LogWrite, limits: LogLimits): void {
  if (install === undefined && hardState === undefined) return;
  const markBytes = install?.data.length ?? 0;
  assert(markBytes <= limits.snapshotBytes, "a snapshot's mark is larger than the log's limit");
  const draft = drafts.roomFor(SMALL_ITEM_BYTES + markBytes + HARD_STATE_BYTES);
  if (install !== undefined) draft.install(install);
  if (hardState !== undefined) draft.hardState(hardState);
}

class Drafts {
  readonly #limits: LogLimits;
  readonly #allocate: AllocateBuffer;
  readonly #records: Uint8Array[] = [];
  #draft: RecordDraft | undefined;
  /** Most that is still to come: one small write does not take a whole record's buffer. */
  #expectedBytes: number;

  constructor(writes: readonly LogWrite[], limits: LogLimits, allocate: AllocateBuffer) {
    this.#limits = limits;
    this.#allocate = allocate;
    this.#expectedBytes = 0;
    for (const write of writes) this.#expectedBytes += mostBytes(write);
  }

  roomFor(itemBytes: number): RecordDraft {
    let draft = this.#draft;
    if (draft === undefined || !draft.hasRoomFor(itemBytes)) {
      this.#close();
      const body = Math.max(
        itemBytes,
        Math.min(this.#expectedBytes, this.#limits.recordBytes - RECORD_HEADER_BYTES),
      );
      draft = new RecordDraft(this.#allocate(roundUp(RECORD_HEADER_BYTES + body, RECORD_ALIGNMENT)));
      this.#draft = draft;
    }
    this.#expectedBytes -= itemBytes;
    return draft;
  }

  finish(): Uint8Array[] {
    this.#close();
    return this.#records;
  }

  #close(): void {
    if (this.#draft !== undefined && !this.#draft.isEmpty) this.#records.push(this.#draft.finish());
    this.#draft = undefined;
  }
}

function mostBytes(write: LogWrite): number {
  let bytes = HARD_STATE_BYTES + 5 * SMALL_ITEM_BYTES;
  bytes += (write.install?.data.length ?? 0) + (write.snapshot?.data.length ?? 0);
  for (const entry of write.entries ?? []) bytes += ENTRY_OVERHEAD_BYTES + entry.data.length;
  return bytes;
}
