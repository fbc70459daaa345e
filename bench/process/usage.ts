// What another process has used: processor time by thread and memory that is its own, as Linux counts them.
import { readdirSync, readFileSync } from "node:fs";

/** Microseconds on a processor since the start, by thread name and id; threads that have ended are not there. */
export function threadMicros(pid: number): Map<string, number> {
  const folder = `/proc/${pid}/task`;
  const found = new Map<string, number>();
  for (const thread of readdirSync(folder)) {
    const name = readFileSync(`${folder}/${thread}/comm`, "utf8").trim();
    const nanos = Number(readFileSync(`${folder}/${thread}/schedstat`, "utf8").split(" ")[0]);
    found.set(`${name}/${thread}`, nanos / 1000);
  }
  return found;
}

export function processMicros(pid: number): number {
  let sum = 0;
  for (const micros of threadMicros(pid).values()) sum += micros;
  return sum;
}

/** Anonymous memory in MiB: LevelDB maps its tables, which the kernel may drop at any time (node-techniques.md §4). */
export function rssAnonMiB(pid: number): number {
  const kib = /^RssAnon:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return Number(kib) / 1024;
}
