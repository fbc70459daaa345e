// Looks for bytes in the memory of another process, as whoever takes a core dump would (Linux: /proc/<pid>/mem).
import { closeSync, openSync, readFileSync, readSync } from "node:fs";

const CHUNK_BYTES = 16 * 1024 * 1024;

export interface Needle {
  name: string;
  bytes: Uint8Array;
}

export interface Finding {
  needle: string;
  /** Where it lies: the mapping's name, or "anonymous". */
  mapping: string;
  address: number;
}

/** Every place in writable memory where a needle lies. */
export function scanMemory(pid: number, needles: readonly Needle[]): Finding[] {
  const memory = openSync(`/proc/${pid}/mem`, "r");
  try {
    return mappingsOf(pid).flatMap((mapping) => scanMapping(memory, mapping, needles));
  } finally {
    closeSync(memory);
  }
}

interface Mapping {
  start: number;
  end: number;
  name: string;
}

function mappingsOf(pid: number): Mapping[] {
  const lines = readFileSync(`/proc/${pid}/maps`, "utf8").trim().split("\n");
  return lines.flatMap((line) => {
    const [range = "", access = "", , , , name = "anonymous"] = line.split(/\s+/);
    const [start = 0, end = 0] = range.split("-").map((text) => Number.parseInt(text, 16));
    return access.startsWith("rw") ? [{ start, end, name }] : [];
  });
}

function scanMapping(memory: number, { start, end, name }: Mapping, needles: readonly Needle[]): Finding[] {
  const longest = Math.max(...needles.map(({ bytes }) => bytes.length));
  const findings: Finding[] = [];
  for (let at = start; at < end; at += CHUNK_BYTES) {
    // Chunks overlap, so that nothing lies across two of them unseen.
    const buffer = Buffer.alloc(Math.min(CHUNK_BYTES + longest, end - at));
    const length = readOrNothing(memory, buffer, at);
    const chunk = buffer.subarray(0, length);
    for (const { name: needle, bytes } of needles) {
      for (let found = chunk.indexOf(bytes); found !== -1; found = chunk.indexOf(bytes, found + 1)) {
        if (found < CHUNK_BYTES) findings.push({ needle, mapping: name, address: at + found });
      }
    }
  }
  return findings;
}

/** Pages that were never touched, or went away meanwhile, can not be read. */
function readOrNothing(memory: number, buffer: Buffer, position: number): number {
  try {
    return readSync(memory, buffer, 0, buffer.length, position);
  } catch {
    return 0;
  }
}
