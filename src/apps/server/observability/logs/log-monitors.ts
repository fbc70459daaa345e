// sys/monitor: streams of the log's lines for as long as clients stay. A client that reads too slowly misses lines and
// is told how many; when the node stops, its streams end.
import { LOG_LEVELS, type LogLevel } from "#base/logger.ts";
import { VaultError } from "#base/vault-error.ts";
import type { LogFormat } from "#core/telemetry/telemetry-desk.ts";
import type { Counter } from "#metrics/instruments/counter.ts";
import type { LogLevels } from "../../logging/log-levels.ts";
import { formatLine, type LogLine } from "../../logging/log-line.ts";
import { listenToLog } from "../../logging/log-tap.ts";

/** On one thread. */
const MAX_MONITORS = 16;
/** Lines that wait for a slow client. */
const MAX_WAITING = 512;

export interface LogMonitorsOptions {
  levels: LogLevels;
  dropped: Counter;
}

export class LogMonitors {
  readonly #options: LogMonitorsOptions;
  readonly #open = new Set<LogMonitor>();

  constructor(options: LogMonitorsOptions) {
    this.#options = options;
  }

  get count(): number {
    return this.#open.size;
  }

  /** @throws VaultError too_many_requests */
  open(level: LogLevel, format: LogFormat): ReadableStream<Uint8Array> {
    if (this.#open.size >= MAX_MONITORS) {
      throw new VaultError("too_many_requests", `more than ${MAX_MONITORS} clients monitor the log already`);
    }
    const { levels, dropped } = this.#options;
    const unregister = levels.monitor(level);
    const unlisten = listenToLog((line) => monitor.hear(line));
    const ended = (): void => {
      unlisten();
      unregister();
      this.#open.delete(monitor);
    };
    const monitor = new LogMonitor({ rank: LOG_LEVELS.indexOf(level), format, dropped, ended });
    this.#open.add(monitor);
    return monitor.stream;
  }

  /** The node stops. */
  close(): void {
    for (const monitor of this.#open) monitor.end();
  }
}

interface LogMonitorOptions {
  rank: number;
  format: LogFormat;
  dropped: Counter;
  ended(): void;
}

class LogMonitor {
  readonly stream: ReadableStream<Uint8Array>;
  readonly #options: LogMonitorOptions;
  readonly #encoder = new TextEncoder();
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  #missed = 0;

  constructor(options: LogMonitorOptions) {
    this.#options = options;
    const start = (controller: ReadableStreamDefaultController<Uint8Array>): void => {
      this.#controller = controller;
    };
    const cancel = (): void => this.#end();
    this.stream = new ReadableStream({ start, cancel }, { highWaterMark: MAX_WAITING });
  }

  hear(line: LogLine): void {
    if (!this.#controller || LOG_LEVELS.indexOf(line.level) < this.#options.rank) return;
    if ((this.#controller.desiredSize ?? 0) <= 0) {
      this.#missed++;
      this.#options.dropped.add();
      return;
    }
    if (this.#missed > 0) this.#tellMissed(line.atMs);
    this.#send(line);
  }

  end(): void {
    this.#controller?.close();
    this.#end();
  }

  #tellMissed(atMs: number): void {
    const fields = { lines: this.#missed };
    this.#missed = 0;
    this.#send({
      atMs,
      level: "warn",
      name: "monitor",
      message: "the client was too slow: lines are missing",
      fields,
    });
  }

  #send(line: LogLine): void {
    this.#controller?.enqueue(this.#encoder.encode(formatLine(line, this.#options.format)));
  }

  #end(): void {
    if (!this.#controller) return;
    this.#controller = undefined;
    this.#options.ended();
  }
}
