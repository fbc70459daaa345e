// Overwrites what a crash left behind the log's end: a later record of the same group may have survived an earlier
// one. Left there, it would join the log again as soon as the lost one is written anew.
import type { DiskFile } from "../../disk/disk-file.ts";
import { PAGE_BYTES, roundUp } from "../format/layout.ts";

const ZEROS = new Uint8Array(256 * 1024);

/** Zeros from `end` to the last byte of `segment` that is not zero. Not durable before the file's sync. */
export function blankTail(file: DiskFile, segment: Uint8Array, end: number): void {
  const stop = usedBytes(segment);
  for (let at = firstToBlank(segment, end); at < stop; at += ZEROS.length) {
    file.write([ZEROS.subarray(0, Math.min(ZEROS.length, stop - at))], at);
  }
}

/**
 * The page that the log ends in may hold something acknowledged, so it must not be written again; then its rest is
 * zeros, written with it. Something else there is of a group that was cut short, which nobody was told of.
 */
function firstToBlank(segment: Uint8Array, end: number): number {
  const pageEnd = roundUp(end, PAGE_BYTES);
  return usedBytes(segment.subarray(end, pageEnd)) === 0 ? pageEnd : end;
}

/** Length without trailing zeros. */
function usedBytes(bytes: Uint8Array): number {
  let length = bytes.length;
  while (length >= PAGE_BYTES && isZero(bytes.subarray(length - PAGE_BYTES, length))) length -= PAGE_BYTES;
  while (length > 0 && bytes[length - 1] === 0) length--;
  return length;
}

function isZero(page: Uint8Array): boolean {
  return Buffer.compare(page, ZEROS.subarray(0, page.length)) === 0;
}
