// Which segments a log's directory holds.
import type { Disk } from "../../disk/disk.ts";
import { SPARE_NAMES, segmentOfName } from "../format/layout.ts";
import { LogFormatError } from "../log-format-error.ts";

/**
 * Numbers of the segments in `directory`, ascending.
 * @throws LogFormatError for any other file: it may be part of a newer version's log
 */
export function listSegments(disk: Disk, directory: string): number[] {
  const segments: number[] = [];
  for (const name of disk.list(directory).sort()) {
    if (SPARE_NAMES.includes(name)) continue;
    const segment = segmentOfName(name);
    if (segment === undefined) {
      const advice =
        "it is no part of a log that this version of Coffer knows: move it away, or upgrade this node";
      throw new LogFormatError(`${directory}/${name}`, advice);
    }
    segments.push(segment);
  }
  return segments.sort((a, b) => a - b);
}

/** The first of the consecutive numbers that end with the last one. */
export function startOfLastRun(segments: readonly number[]): number {
  let at = segments.length - 1;
  while (at > 0 && segments[at - 1] === (segments[at] ?? 0) - 1) at--;
  return segments[at] ?? 0;
}
