// Where things lie in a segment file (docs/log-format.md draws it). Integers are big-endian.

/** Unit of writing. No page that holds something acknowledged is ever written again: a torn write cannot reach it. */
export const PAGE_BYTES = 4096;

/** Page 0 says what the file is; pages 1 and 2 are the acknowledgement slots; records follow. */
export const ACK_SLOT_OFFSETS: readonly [number, number] = [PAGE_BYTES, 2 * PAGE_BYTES];
export const RECORDS_OFFSET = 3 * PAGE_BYTES;

export const RECORD_ALIGNMENT = 8;
export const HASH_BYTES = 32;

/** A position is one number (see `positionOf`), so a segment's size has a bound. */
export const MAX_SEGMENT_BYTES = 2 ** 26;
export const MIN_SEGMENT_BYTES = 8 * PAGE_BYTES;

/** Segments that wait for their turn: zero-filled ahead of time, or retired and to be written over. */
export const SPARE_NAMES: readonly [string, string] = ["spare", "spare-2"];

const SEGMENT_NAME = /^([0-9a-f]{16})\.log$/;

export function segmentName(segment: number): string {
  return `${segment.toString(16).padStart(16, "0")}.log`;
}

/** `undefined` for any other file's name. */
export function segmentOfName(name: string): number | undefined {
  const digits = SEGMENT_NAME.exec(name)?.[1];
  if (digits === undefined) return undefined;
  const segment = Number.parseInt(digits, 16);
  return Number.isSafeInteger(segment) && segment > 0 ? segment : undefined;
}

export function roundUp(bytes: number, unit: number): number {
  return Math.ceil(bytes / unit) * unit;
}

/** Segment and offset as one safe integer: an index of a million entries keeps eight bytes for both. */
export function positionOf(segment: number, offset: number): number {
  return segment * MAX_SEGMENT_BYTES + offset;
}

export function segmentAt(position: number): number {
  return Math.floor(position / MAX_SEGMENT_BYTES);
}

export function offsetAt(position: number): number {
  return position % MAX_SEGMENT_BYTES;
}
