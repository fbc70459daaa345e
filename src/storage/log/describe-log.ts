// What `coffer operator raft log` prints: all that a log's directory holds but the data of its entries. Reads only,
// and goes on behind damage, which it names.
import { encodeHex } from "#base/bytes.ts";
import type { Disk } from "../disk/disk.ts";
import { describeItems } from "./describe-items.ts";
import { ACK_BYTES, decodeAcknowledgement } from "./format/ack-slot.ts";
import { ACK_SLOT_OFFSETS, SPARE_NAMES, segmentName, segmentOfName } from "./format/layout.ts";
import { type WalkEnd, walkRecords } from "./format/walk-records.ts";
import { scanLog } from "./recovery/scan-log.ts";
import { newestAcknowledgement, readSegment, type SegmentImage } from "./recovery/segment-image.ts";
import { listSegments, startOfLastRun } from "./recovery/segment-listing.ts";

/** How the last line begins when a node would refuse the log. */
export const LOG_REFUSED = "log: would not open";

/** One line each, without secrets. @throws DiskError only when the directory itself can not be read */
export function* describeLog(disk: Disk, directory: string): Generator<string, void> {
  for (const name of disk.list(directory).sort()) {
    const segment = segmentOfName(name);
    if (segment !== undefined) yield* describeSegment(disk, directory, segment);
    else yield SPARE_NAMES.includes(name) ? `${name}: a next segment's file` : `${name}: not part of the log`;
  }
  yield summary(disk, directory);
}

function* describeSegment(disk: Disk, directory: string, segment: number): Generator<string, void> {
  let image: SegmentImage;
  try {
    image = readSegment(disk, directory, segment);
  } catch (error) {
    yield `${segmentName(segment)}: ${messageOf(error)}`;
    return;
  }
  const { segmentBytes, firstSequence, previousHash, oldestSegment } = image.header;
  const chain = `first record ${firstSequence}, continues ${short(previousHash)}`;
  yield `${segmentName(segment)}: ${segmentBytes} bytes, ${chain}, oldest segment ${oldestSegment}`;
  yield* describeSlots(image);
  const end = yield* describeRecords(image);
  yield describeEnd(image, end);
}

function* describeSlots({ bytes }: SegmentImage): Generator<string, void> {
  for (const offset of ACK_SLOT_OFFSETS) {
    const ack = decodeAcknowledgement(bytes.subarray(offset, offset + ACK_BYTES));
    if (ack === undefined) {
      yield `  @${offset} acknowledgement: unreadable`;
      continue;
    }
    const what = `record ${ack.sequence}, entry ${ack.index} of term ${ack.term}, hash ${short(ack.hash)}`;
    yield `  @${offset} acknowledgement ${ack.turn}: ${what}${ack.continued ? ", continued in the next segment" : ""}`;
  }
}

function* describeRecords({ bytes, header, path }: SegmentImage): Generator<string, WalkEnd> {
  const { firstSequence, previousHash, segmentBytes } = header;
  const steps = walkRecords(bytes.subarray(0, segmentBytes), { sequence: firstSequence, previousHash });
  let step = steps.next();
  for (; step.done !== true; step = steps.next()) {
    const { offset, record, sequence, hash } = step.value;
    yield `  @${offset} record ${sequence}: ${record.length} bytes, hash ${short(hash)}`;
    try {
      for (const line of describeItems(record, { file: path, offset })) yield `    ${line}`;
    } catch (error) {
      yield `    ${messageOf(error)}`;
    }
  }
  return step.value;
}

function describeEnd(image: SegmentImage, { end, link, stop }: WalkEnd): string {
  try {
    const { sequence } = newestAcknowledgement(image);
    if (link.sequence <= sequence)
      return `  @${stop.offset} DAMAGE below acknowledged record ${sequence}: ${stop.reason}`;
  } catch (error) {
    return `  @${stop.offset} DAMAGE: ${messageOf(error)}`;
  }
  const isBlank = image.bytes.subarray(end).every((byte) => byte === 0);
  return `  @${end} end${isBlank ? "" : `, behind it bytes that are no part of the log (${stop.reason})`}`;
}

/** What opening the log would find. */
function summary(disk: Disk, directory: string): string {
  try {
    const segments = listSegments(disk, directory);
    const newest = segments.at(-1);
    if (newest === undefined) return "log: none";
    const { state } = scanLog(disk, directory, startOfLastRun(segments), newest);
    const { term, vote, commit } = state.hardState;
    const entries = `entries ${state.firstIndex} to ${state.lastIndex}`;
    const mark =
      state.snapshot === undefined ? "none" : `${state.snapshot.index} of term ${state.snapshot.term}`;
    return `log: ${entries}, term ${term}, vote ${vote}, commit ${commit}, checkpoint ${state.checkpoint}, snapshot ${mark}`;
  } catch (error) {
    return `${LOG_REFUSED}: ${messageOf(error)}`;
  }
}

function short(hash: Uint8Array): string {
  return encodeHex(hash.subarray(0, 6));
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
