// Makes the next segment: complete and durable under the spare's name, then under its own. So a segment that has
// its name is never half made.
import type { Disk } from "../disk/disk.ts";
import { encodeAcknowledgement } from "./format/ack-slot.ts";
import {
  PAGE_BYTES,
  positionOf,
  RECORD_ALIGNMENT,
  RECORDS_OFFSET,
  roundUp,
  segmentName,
} from "./format/layout.ts";
import { type ChainLink, sealRecord } from "./format/record.ts";
import { RecordDraft } from "./format/record-draft.ts";
import { encodeSegmentHeader } from "./format/segment-header.ts";
import type { LogState } from "./log-state.ts";
import { type DurablePoint, durablePoint, SegmentFile, slotOffset } from "./segment-file.ts";
import type { SpareSegments } from "./spare-segments.ts";

export interface BeginSegmentOptions {
  disk: Disk;
  directory: string;
  spare: SpareSegments;
  segment: number;
  segmentBytes: number;
  /** What the segment's first record continues. */
  link: ChainLink;
  /** What it says about the log so far. */
  state: LogState;
}

export interface BegunSegment {
  readonly file: SegmentFile;
  /** The segment's first record: durable, and noted in the segment's slots. */
  readonly durable: DurablePoint;
  readonly link: ChainLink;
}

export function beginSegment(options: BeginSegmentOptions): BegunSegment {
  const { disk, directory, spare, segment, segmentBytes, state } = options;
  const record = startRecord(state);
  const previousHash = sealRecord(record, options.link);
  state.apply(record, positionOf(segment, RECORDS_OFFSET));
  const link = { sequence: options.link.sequence + 1, previousHash };
  const durable = durablePoint(state, link, RECORDS_OFFSET + record.length);
  const taken = spare.take();
  taken.file.write([firstPages(options, record, durable)], 0);
  taken.file.sync();
  taken.file.close();
  const path = `${directory}/${segmentName(segment)}`;
  disk.rename(taken.path, path);
  disk.syncDirectory(directory);
  const opened = disk.open(path, "write");
  return {
    file: new SegmentFile({ file: opened, segment, segmentBytes, end: durable.end, turn: 1 }),
    durable,
    link,
  };
}

/** Header, both slots, and the group of the first record. */
function firstPages(options: BeginSegmentOptions, record: Uint8Array, durable: DurablePoint): Uint8Array {
  const { segment, segmentBytes, state, link } = options;
  const pages = new Uint8Array(roundUp(durable.end, PAGE_BYTES));
  const header = {
    segment,
    segmentBytes,
    firstSequence: link.sequence,
    oldestSegment: state.oldestSegment(segment),
    previousHash: link.previousHash,
  };
  pages.set(encodeSegmentHeader(header));
  for (const turn of [0, 1]) {
    pages.set(encodeAcknowledgement({ ...durable, segment, continued: false, turn }), slotOffset(turn));
  }
  pages.set(record, RECORDS_OFFSET);
  return pages;
}

function startRecord(state: LogState): Uint8Array {
  const { snapshot } = state;
  const draft = new RecordDraft(
    new Uint8Array(roundUp(512 + (snapshot?.data.length ?? 0), RECORD_ALIGNMENT)),
  );
  draft.start(state.asStart());
  if (snapshot !== undefined) draft.snapshot(snapshot);
  return draft.finish();
}
