// Reads the items of an intact record.
import { LogDamageError } from "../log-damage-error.ts";
import { LogFormatError } from "../log-format-error.ts";
import { ENTRY_KINDS, ITEM, ITEM_HEADER_BYTES } from "./item-kind.ts";
import type { ItemVisitor } from "./item-visitor.ts";
import { RECORD_HEADER_BYTES, recordCounts } from "./record.ts";
import { readU64 } from "./u64.ts";

/** Where a record was read, for messages. */
export interface RecordPlace {
  readonly file: string;
  readonly offset: number;
}

/** @throws LogFormatError for a kind of item from a newer version, LogDamageError when the items do not add up */
export function visitItems(record: Uint8Array, place: RecordPlace, visitor: ItemVisitor): void {
  const view = new DataView(record.buffer, record.byteOffset, record.byteLength);
  let at = RECORD_HEADER_BYTES;
  for (let left = recordCounts(record).items; left > 0; left--) {
    const length =
      at + ITEM_HEADER_BYTES <= record.length ? view.getUint32(at + 4) : Number.POSITIVE_INFINITY;
    const end = at + ITEM_HEADER_BYTES + length;
    if (end > record.length)
      throw new LogDamageError(place.file, place.offset, "the record's items do not fit it");
    visitItem({ record, view, place, at, end }, visitor);
    at = end;
  }
}

interface Item {
  record: Uint8Array;
  view: DataView;
  place: RecordPlace;
  at: number;
  end: number;
}

type ItemReader = (item: Item, visitor: ItemVisitor) => void;

const READERS: Readonly<Record<number, ItemReader>> = {
  [ITEM.start]: visitStart,
  [ITEM.install]: (item, visitor) => visitor.onInstall(mark(item)),
  [ITEM.hardState]: (item, visitor) =>
    visitor.onHardState({ term: field(item, 0), vote: field(item, 1), commit: field(item, 2) }),
  [ITEM.truncate]: (item, visitor) => visitor.onTruncate(field(item, 0)),
  [ITEM.entry]: visitEntry,
  [ITEM.snapshot]: (item, visitor) => visitor.onSnapshot(mark(item)),
  [ITEM.checkpoint]: (item, visitor) => visitor.onCheckpoint(field(item, 0)),
  [ITEM.compact]: (item, visitor) => visitor.onCompact(field(item, 0), field(item, 1)),
};

function visitItem(item: Item, visitor: ItemVisitor): void {
  const kind = item.view.getUint8(item.at);
  const read = READERS[kind];
  if (read === undefined) throw unknownKind(item, "item kind", kind);
  read(item, visitor);
}

function unknownKind({ place }: Item, what: string, kind: number): LogFormatError {
  return LogFormatError.unknownVersion(`${place.file} at offset ${place.offset}`, what, kind);
}

function visitEntry(item: Item, visitor: ItemVisitor): void {
  const code = item.view.getUint8(item.at + 1);
  const kind = ENTRY_KINDS[code];
  if (kind === undefined) throw unknownKind(item, "entry kind", code);
  const dataOffset = item.at + ITEM_HEADER_BYTES + 16;
  const dataBytes = item.end - dataOffset;
  visitor.onEntry({ index: field(item, 0), term: field(item, 1), kind, dataOffset, dataBytes });
}

function visitStart(item: Item, visitor: ItemVisitor): void {
  visitor.onStart({
    last: { index: field(item, 0), term: field(item, 1) },
    compacted: { index: field(item, 2), term: field(item, 3) },
    checkpoint: field(item, 4),
    hardState: { term: field(item, 5), vote: field(item, 6), commit: field(item, 7) },
  });
}

function mark(item: Item): { index: number; term: number; data: Uint8Array } {
  const data = item.record.subarray(item.at + ITEM_HEADER_BYTES + 16, item.end);
  return { index: field(item, 0), term: field(item, 1), data };
}

/** The n-th integer of an item's body. */
function field(item: Item, position: number): number {
  const offset = item.at + ITEM_HEADER_BYTES + 8 * position;
  if (offset + 8 > item.end)
    throw new LogDamageError(item.place.file, item.place.offset, "an item is too short");
  return readU64(item.view, offset);
}
