// Puts the log's file aside when it is large or old, and keeps as many of those as are wanted. On the main thread alone.
import { closeSync, openSync, readdirSync, renameSync, statSync, unlinkSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import type { Logger } from "#base/logger.ts";
import type { LogOptions } from "#config/log.ts";

const LOOK_MS = 1000;
const OWNER_ONLY = 0o600;

export interface LogRotationOptions {
  path: string;
  /** The generation that every thread's LogFile looks at. */
  memory: SharedArrayBuffer;
  limits: Pick<LogOptions, "rotateBytes" | "rotateMs" | "rotateMaxFiles">;
  logger: Logger;
  wallMs(): number;
}

export class LogRotation {
  readonly #options: LogRotationOptions;
  readonly #generation: Int32Array;
  readonly #timer: NodeJS.Timeout;
  #sinceMs: number;

  /** @throws the system's error when the file can not be opened: a server whose log goes nowhere does not start */
  constructor(options: LogRotationOptions) {
    this.#options = options;
    this.#generation = new Int32Array(options.memory);
    closeSync(openSync(options.path, "a", OWNER_ONLY));
    this.#sinceMs = options.wallMs();
    this.#timer = setInterval(() => this.look(), LOOK_MS);
    this.#timer.unref();
  }

  /** Puts the file aside if it is time. */
  look(): void {
    const { path, limits, logger, wallMs } = this.#options;
    const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
    const isLarge = limits.rotateBytes !== undefined && size >= limits.rotateBytes;
    const isOld = wallMs() - this.#sinceMs >= limits.rotateMs;
    if (!isLarge && !isOld) return;
    this.#sinceMs = wallMs();
    if (size === 0) return;
    try {
      renameSync(path, this.#asideName());
      this.reopen();
      this.#prune();
    } catch (error) {
      logger.error("the log file can not be put aside", { reason: (error as Error).message });
    }
  }

  /** Somebody else may have put the file aside (SIGHUP): all threads open it anew. */
  reopen(): void {
    Atomics.add(this.#generation, 0, 1);
  }

  close(): void {
    clearInterval(this.#timer);
  }

  /** Of one width for centuries: names are in the order of time. */
  #asideName(): string {
    const { folder, stem, extension } = this.#parts;
    const sequence = Atomics.load(this.#generation, 0).toString().padStart(6, "0");
    return join(folder, `${stem}-${this.#options.wallMs()}${sequence}${extension}`);
  }

  #prune(): void {
    const { rotateMaxFiles } = this.#options.limits;
    if (rotateMaxFiles === undefined) return;
    const { folder, stem, extension } = this.#parts;
    const aside = readdirSync(folder)
      .filter((name) => name.startsWith(`${stem}-`) && name.endsWith(extension))
      .filter((name) => /^\d{19}$/.test(name.slice(stem.length + 1, name.length - extension.length)))
      .sort();
    for (const name of aside.slice(0, Math.max(0, aside.length - rotateMaxFiles))) {
      unlinkSync(join(folder, name));
    }
  }

  get #parts(): { folder: string; stem: string; extension: string } {
    const { path } = this.#options;
    const extension = extname(path);
    return { folder: dirname(path), stem: basename(path, extension), extension };
  }
}
