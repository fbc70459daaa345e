// Half a line at the end of a log, where a write stopped for want of space, becomes a whole one in place: that needs
// no space, and whatever another thread has appended behind it meanwhile begins on a line of its own again.
import { constants } from "node:fs";
import type { AuditFiles } from "./audit-files.ts";

const NEWLINE = 0x0a;
/** How far behind its end a file is searched: more than other threads append in the time between. */
const SEARCH_BYTES = 4 * 1024 * 1024;
const ENTRY_START = '{"time":"';
const MARK = ',"type":"incomplete"}\n';
const TIME_MEMBER = /^\{"time":"[^"]{1,40}"/;

export interface TornLine {
  files: AuditFiles;
  path: string;
  /** Opened with O_APPEND: it can not write in the middle. */
  descriptor: number;
  torn: Uint8Array;
  prefix: string;
}

/** Where the last line of `bytes` begins; their length when it is whole. */
export function lineStart(bytes: Uint8Array): number {
  return bytes.lastIndexOf(NEWLINE) + 1;
}

/** @returns false when the torn line is not found where it should be */
export function repairTornLine(line: TornLine): boolean {
  const { files, path } = line;
  const writable = files.openSync(path, constants.O_RDWR | constants.O_NOFOLLOW);
  try {
    const at = isSameFile(line, writable) ? find(line, writable) : undefined;
    if (at === undefined) return false;
    const mark = markOf(line.torn, line.prefix);
    return files.writeSync(writable, mark, 0, mark.length, at) === mark.length;
  } finally {
    files.closeSync(writable);
  }
}

function isSameFile({ files, descriptor }: TornLine, other: number): boolean {
  const a = files.fstatSync(descriptor);
  const b = files.fstatSync(other);
  return a.ino === b.ino && a.dev === b.dev;
}

function find({ files, torn, prefix }: TornLine, descriptor: number): number | undefined {
  const { size } = files.fstatSync(descriptor);
  const start = Math.max(0, size - torn.length - SEARCH_BYTES);
  const buffer = Buffer.alloc(size - start);
  const tail = buffer.subarray(0, files.readSync(descriptor, buffer, 0, buffer.length, start));
  for (let at = tail.lastIndexOf(torn); at >= 0; at = at === 0 ? -1 : tail.lastIndexOf(torn, at - 1)) {
    if (isCutAt(tail, at, torn.length, prefix) && (at > 0 || start === 0)) return start + at;
  }
  return undefined;
}

/** Others' entries may begin with the same bytes: this one begins a line and ends where a new entry, or nothing, is. */
function isCutAt(tail: Buffer, at: number, length: number, prefix: string): boolean {
  if (at > 0 && tail[at - 1] !== NEWLINE) return false;
  const next = Buffer.from(prefix + ENTRY_START);
  const behind = tail.subarray(at + length, at + length + next.length);
  return behind.length === 0 || behind.equals(next);
}

/** As long as what it replaces, with its time; JSON if there is room for it. */
function markOf(torn: Uint8Array, prefix: string): Uint8Array {
  const text = Buffer.from(torn).toString("latin1");
  const time = text.startsWith(prefix) ? TIME_MEMBER.exec(text.slice(prefix.length))?.[0] : undefined;
  const start = prefix + (time ?? "");
  const isRoomy = time !== undefined && start.length + MARK.length <= text.length;
  const mark = isRoomy ? start + MARK.padStart(text.length - start.length) : "\n".padStart(text.length);
  return Buffer.from(mark, "latin1");
}
