// Opens a log's directory: after a clean stop, a crash, or a crash during an earlier recovery. What it changes, it
// changes so that stopping anywhere and starting again leads to the same log.
import type { Disk } from "../../disk/disk.ts";
import { type BegunSegment, beginSegment } from "../begin-segment.ts";
import { HASH_BYTES, segmentName } from "../format/layout.ts";
import type { ChainLink } from "../format/record.ts";
import { LogDamageError } from "../log-damage-error.ts";
import { LogState } from "../log-state.ts";
import { type DurablePoint, SegmentFile } from "../segment-file.ts";
import { SpareSegments } from "../spare-segments.ts";
import { blankTail } from "./blank-tail.ts";
import { type ScannedLog, type ScannedSegment, scanLog } from "./scan-log.ts";
import { listSegments, startOfLastRun } from "./segment-listing.ts";

export interface RecoverLogOptions {
  readonly disk: Disk;
  readonly directory: string;
  /** Of new segments. */
  readonly segmentBytes: number;
  readonly whenAbsent: "create" | "refuse";
}

export interface RecoveredLog {
  readonly state: LogState;
  readonly spare: SpareSegments;
  readonly current: SegmentFile;
  readonly oldestSegment: number;
  readonly link: ChainLink;
  /** The log's end: durable, and noted in a slot. */
  readonly durable: DurablePoint;
}

/** @throws LogDamageError, LogFormatError, DiskError */
export function recoverLog(options: RecoverLogOptions): RecoveredLog {
  const { disk, directory, segmentBytes } = options;
  const segments = disk.exists(directory) ? listSegments(disk, directory) : [];
  const newest = segments.at(-1);
  if (newest === undefined) return createLog(options);
  const scanned = scanLog(disk, directory, startOfLastRun(segments), newest);
  const oldestSegment = scanned.state.oldestSegment(newest);
  disk.syncDirectory(directory); // the newest segment's name may have been in memory only
  const current = settle(disk, scanned);
  removeLeftovers(disk, directory, segments, oldestSegment);
  const { last, walk } = scanned.newest;
  const spare = new SpareSegments(disk, directory, segmentBytes);
  return { state: scanned.state, spare, current, oldestSegment, link: walk.link, durable: last };
}

function parentOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash < 0 ? "." : path.slice(0, slash) || "/";
}

function createLog({ disk, directory, segmentBytes, whenAbsent }: RecoverLogOptions): RecoveredLog {
  if (whenAbsent === "refuse")
    throw new LogDamageError(directory, 0, "no segment is there, but this node had a log");
  if (!disk.exists(directory)) disk.makeDirectory(directory);
  disk.syncDirectory(parentOf(directory)); // also when it was there: an earlier start may have died before this
  const state = new LogState();
  const spare = new SpareSegments(disk, directory, segmentBytes);
  const link = { sequence: 1, previousHash: new Uint8Array(HASH_BYTES) };
  const begun: BegunSegment = beginSegment({ disk, directory, spare, segment: 1, segmentBytes, link, state });
  return { state, spare, current: begun.file, oldestSegment: 1, link: begun.link, durable: begun.durable };
}

function removeLeftovers(disk: Disk, directory: string, segments: readonly number[], oldest: number): void {
  const leftovers = segments.filter((segment) => segment < oldest);
  for (const segment of leftovers) disk.unlink(`${directory}/${segmentName(segment)}`);
  if (leftovers.length > 0) disk.syncDirectory(directory);
}

/** Cuts off a torn tail, and makes what was found durable: it may have been in the page cache only. */
function settle(disk: Disk, { newest, previous }: ScannedLog): SegmentFile {
  const { header, path, bytes } = newest.image;
  const { segment, segmentBytes } = header;
  const file = disk.open(path, "write");
  if (bytes.length < segmentBytes) file.truncate(segmentBytes);
  blankTail(file, bytes.subarray(0, segmentBytes), newest.walk.end);
  file.sync();
  if (previous !== undefined && !previous.ack.continued) noteContinued(disk, previous);
  const current = new SegmentFile({
    file,
    segment,
    segmentBytes,
    end: newest.last.end,
    turn: newest.ack.turn,
  });
  if (newest.ack.sequence < newest.last.sequence) {
    current.acknowledge(newest.last, false);
    current.sync();
  }
  return current;
}

function noteContinued(disk: Disk, { image, ack, last }: ScannedSegment): void {
  const { segment, segmentBytes } = image.header;
  const file = disk.open(image.path, "write");
  const previous = new SegmentFile({ file, segment, segmentBytes, end: last.end, turn: ack.turn });
  previous.acknowledge(last, true);
  previous.sync();
  previous.close();
}
