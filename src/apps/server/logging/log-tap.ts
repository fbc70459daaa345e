// Carries log lines to whoever monitors them, on whichever thread. Nothing is carried while nobody does; a thread that
// writes more than a reader can want is cut short and says so.
import { BroadcastChannel } from "node:worker_threads";
import type { LogLine } from "./log-line.ts";

const CHANNEL = "coffer-log";
/** From one thread in one second. */
const MAX_LINES = 2000;
const SECOND_MS = 1000;

export class LogTap {
  #channel: BroadcastChannel | undefined;
  #secondMs = 0;
  #lines = 0;

  pass(line: LogLine): void {
    if (line.atMs - this.#secondMs >= SECOND_MS || line.atMs < this.#secondMs) {
      this.#secondMs = line.atMs;
      this.#lines = 0;
    }
    this.#lines++;
    if (this.#lines > MAX_LINES) return;
    const isLast = this.#lines === MAX_LINES;
    this.#post(
      isLast ? { ...line, level: "warn", message: "too many log lines to monitor", fields: {} } : line,
    );
  }

  #post(line: LogLine): void {
    if (!this.#channel) {
      this.#channel = new BroadcastChannel(CHANNEL);
      this.#channel.unref();
    }
    this.#channel.postMessage(line);
  }
}

/** Hears the lines of all threads, this one's too, from now on. @returns to be called once, to stop */
export function listenToLog(hear: (line: LogLine) => void): () => void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.onmessage = (message) => hear((message as { data: LogLine }).data);
  channel.unref();
  return () => channel.close();
}
