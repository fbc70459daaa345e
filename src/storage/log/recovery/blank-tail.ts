// Overwrites what a crash left behind the log's end: a later record of the same group may have survived an earlier
// one. Left there, it would join the log again as soon as the lost one is written anew.
import type { DiskFile } from "../../disk/disk-file.ts";

const ZEROS = new Uint8Array(256 * 1024);

/** Zeros from `end` to the last byte of `segment` that is not zero. Not durable before the file's sync. */
export function blankTail(file: DiskFile, segment: Uint8Array, end: number): void {
  const stop = usedBytes(segment);
  for (let at = end; at < stop; at += ZEROS.length) {
    file.write([ZEROS.subarray(0, Math.min(ZEROS.length, stop - at))], at);
  }
}

/** Length without trailing zeros. */
function usedBytes(bytes: Uint8Array): number {
  let length = bytes.length;
  while (length >= ZEROS.length && isZero(bytes.subarray(length - ZEROS.length, length)))
    length -= ZEROS.length;
  while (length > 0 && bytes[length - 1] === 0) length--;
  return length;
}

function isZero(block: Uint8Array): boolean {
  return Buffer.compare(block, ZEROS) === 0;
}
