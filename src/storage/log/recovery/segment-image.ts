// A segment as it was read: its bytes, its header, the newer of its acknowledgements.
import { EMPTY_BYTES } from "#base/bytes.ts";
import type { Disk } from "../../disk/disk.ts";
import { ACK_BYTES, type Acknowledgement, decodeAcknowledgement } from "../format/ack-slot.ts";
import { ACK_SLOT_OFFSETS, MAX_SEGMENT_BYTES, segmentName } from "../format/layout.ts";
import { decodeSegmentHeader, type SegmentHeader } from "../format/segment-header.ts";
import { LogDamageError } from "../log-damage-error.ts";

export interface SegmentImage {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly header: SegmentHeader;
}

/**
 * @param scratch memory to read into if it is large enough: of an image that is not looked at any more
 * @throws LogDamageError, LogFormatError when it is not segment number `segment`
 */
export function readSegment(
  disk: Disk,
  directory: string,
  segment: number,
  scratch = EMPTY_BYTES,
): SegmentImage {
  const path = `${directory}/${segmentName(segment)}`;
  const bytes = readWhole(disk, path, scratch);
  const header = decodeSegmentHeader(path, bytes);
  if (header.segment === segment) return { path, bytes, header };
  throw new LogDamageError(path, 0, `the header says that this is segment ${segmentName(header.segment)}`);
}

function readWhole(disk: Disk, path: string, scratch: Uint8Array): Uint8Array {
  const file = disk.open(path, "read");
  try {
    const size = Math.min(file.size(), MAX_SEGMENT_BYTES);
    const bytes = size <= scratch.length ? scratch.subarray(0, size) : new Uint8Array(size);
    return bytes.subarray(0, file.read(bytes, 0));
  } finally {
    file.close();
  }
}

/** At most one slot can be torn at a time. @throws LogDamageError when none is readable */
export function newestAcknowledgement({ path, bytes, header }: SegmentImage): Acknowledgement {
  let newest: Acknowledgement | undefined;
  for (const offset of ACK_SLOT_OFFSETS) {
    const ack = decodeAcknowledgement(bytes.subarray(offset, offset + ACK_BYTES));
    if (ack === undefined || ack.segment !== header.segment) continue;
    if (newest === undefined || ack.turn > newest.turn) newest = ack;
  }
  if (newest !== undefined) return newest;
  throw new LogDamageError(path, ACK_SLOT_OFFSETS[0], "neither acknowledgement slot is readable");
}
