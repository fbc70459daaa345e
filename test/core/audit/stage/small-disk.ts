import fs from "node:fs";
import type { AuditFiles } from "#core/audit/devices/audit-files.ts";
import { errno } from "./file-device.ts";

export type WriteArguments = [
  descriptor: number,
  bytes: Uint8Array,
  offset: number,
  length: number,
  at?: number,
];

/** A disk with room for so many bytes more. */
export function smallDisk(room: number): { files: Partial<AuditFiles>; setRoom(room: number): void } {
  let left = room;
  const writeSync = ((...args: WriteArguments) => {
    const [descriptor, bytes, offset, length, at] = args;
    // Writing in place needs no room.
    if (typeof at === "number") return fs.writeSync(descriptor, bytes, offset, length, at);
    if (left === 0) throw errno("ENOSPC");
    const written = fs.writeSync(descriptor, bytes, offset, Math.min(length, left));
    left -= written;
    return written;
  }) as typeof fs.writeSync;
  return {
    files: { writeSync },
    setRoom(more) {
      left = more;
    },
  };
}
