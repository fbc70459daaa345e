// Reads all segments of a log in order, checks the chain through them, and folds their records into a state.
import { sameBytes } from "#base/bytes.ts";
import type { Disk } from "../../disk/disk.ts";
import type { Acknowledgement } from "../format/ack-slot.ts";
import { positionOf, segmentName } from "../format/layout.ts";
import { type WalkEnd, walkRecords } from "../format/walk-records.ts";
import { LogDamageError } from "../log-damage-error.ts";
import { LogState } from "../log-state.ts";
import { type DurablePoint, durablePoint } from "../segment-file.ts";
import { newestAcknowledgement, readSegment, type SegmentImage } from "./segment-image.ts";

/** A segment after its records were read. All but the newest share the memory of their bytes. */
export interface ScannedSegment {
  readonly image: SegmentImage;
  readonly ack: Acknowledgement;
  readonly walk: WalkEnd;
  /** Where its last record stands. */
  readonly last: DurablePoint;
}

export interface ScannedLog {
  readonly state: LogState;
  readonly newest: ScannedSegment;
  /** The segment before the newest, if it was read. */
  readonly previous: ScannedSegment | undefined;
}

/**
 * @param runStart the first of the consecutive segments that end with `newest`
 * @throws LogDamageError, LogFormatError
 */
export function scanLog(disk: Disk, directory: string, runStart: number, newest: number): ScannedLog {
  const newestImage = readSegment(disk, directory, newest);
  const state = new LogState();
  let previous: ScannedSegment | undefined;
  // Older ones than the newest segment knew of are left over from a deletion.
  for (let segment = Math.max(runStart, newestImage.header.oldestSegment); segment < newest; segment++) {
    const image = readSegment(disk, directory, segment, previous?.image.bytes);
    if (previous !== undefined) checkContinued(previous, image);
    previous = scanSegment(image, state);
  }
  if (previous !== undefined) checkContinued(previous, newestImage);
  const scanned = scanSegment(newestImage, state);
  checkAcknowledged(directory, scanned);
  if (!state.isComplete) {
    const missing = `${directory}/${segmentName(runStart - 1)}`;
    throw new LogDamageError(
      missing,
      0,
      `the file is missing, entry ${state.firstIndex} was in it or before it`,
    );
  }
  return { state, newest: scanned, previous };
}

function scanSegment(image: SegmentImage, state: LogState): ScannedSegment {
  const { header, path, bytes } = image;
  const ack = newestAcknowledgement(image);
  const { firstSequence, previousHash } = header;
  const steps = walkRecords(bytes.subarray(0, header.segmentBytes), {
    sequence: firstSequence,
    previousHash,
  });
  let step = steps.next();
  for (; step.done !== true; step = steps.next()) {
    const { offset, record, sequence, hash } = step.value;
    if (sequence === ack.sequence && !sameBytes(hash, ack.hash)) {
      throw new LogDamageError(path, offset, "the record is not the one that was acknowledged");
    }
    state.apply(record, positionOf(header.segment, offset));
  }
  const walk = step.value;
  return { image, ack, walk, last: durablePoint(state, walk.link, walk.end) };
}

/** Everything in a segment was durable before the next one began. */
function checkContinued({ image, walk }: ScannedSegment, next: SegmentImage): void {
  const { firstSequence, previousHash } = next.header;
  const continues = firstSequence === walk.link.sequence && sameBytes(previousHash, walk.link.previousHash);
  if (!continues) throw new LogDamageError(image.path, walk.stop.offset, walk.stop.reason);
}

function checkAcknowledged(directory: string, { image, ack, walk }: ScannedSegment): void {
  if (walk.link.sequence <= ack.sequence)
    throw new LogDamageError(image.path, walk.stop.offset, walk.stop.reason);
  if (!ack.continued) return;
  const missing = `${directory}/${segmentName(image.header.segment + 1)}`;
  throw new LogDamageError(
    missing,
    0,
    "the file is missing, the segment before it says that the log goes on there",
  );
}
