// How fast the disk under `directory` makes small appends durable: what bounds writes that come one at a time.
import { closeSync, fdatasyncSync, fsyncSync, openSync, unlinkSync, writeSync } from "node:fs";
import { join } from "node:path";
import { median, type Row } from "../report/report.ts";

const BLOCK = new Uint8Array(4096).fill(7);
const FILE_BYTES = 8 << 20;

/** 4 KiB and `fdatasync`, over and over into a file whose blocks are written, as the log's are. */
export function syncRate(directory: string, ms: number): Row {
  const path = join(directory, "sync-rate");
  const file = openSync(path, "w");
  for (let at = 0; at < FILE_BYTES; at += BLOCK.length) writeSync(file, BLOCK, 0, BLOCK.length, at);
  fsyncSync(file);
  const times: number[] = [];
  const endAt = performance.now() + ms;
  for (let at = 0; performance.now() < endAt; at = (at + BLOCK.length) % FILE_BYTES) {
    const startedAt = performance.now();
    writeSync(file, BLOCK, 0, BLOCK.length, at);
    fdatasyncSync(file);
    times.push(performance.now() - startedAt);
  }
  closeSync(file);
  unlinkSync(path);
  const p99Ms = times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.99)] ?? Number.NaN;
  const p50Ms = median(times);
  return { name: "fdatasync of 4 KiB", figures: { perSecond: 1000 / p50Ms, p50Ms, p99Ms } };
}
