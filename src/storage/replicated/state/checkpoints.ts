// From time to time makes the state store durable, notes in the log how far it is, and lets go of entries that nobody
// needs any more. A restart after a crash replays from there.
import type { Membership } from "#raft/core/confchange/membership.ts";
import type { LogMark, LogPort, LogWork } from "#raft/node/ports/log-port.ts";
import { encodeNodeMark } from "../recovery/node-mark.ts";
import type { StatePort } from "./state-port.ts";

export interface CheckpointLimits {
  /** A checkpoint is due after so much log, or so much time with anything applied. */
  readonly checkpointBytes: number;
  readonly checkpointMs: number;
  /** So much log stays, for members that lag. */
  readonly trailingBytes: number;
  /** For an active member that lags further, up to so much stays. */
  readonly laggingBytes: number;
}

const MIB = 1024 * 1024;

export const DEFAULT_CHECKPOINT_LIMITS: CheckpointLimits = {
  checkpointBytes: 64 * MIB,
  checkpointMs: 60_000,
  trailingBytes: 64 * MIB,
  laggingBytes: 512 * MIB,
};

/** What others still need of the log. */
export interface LogNeeds {
  /** Never to be compacted beyond: a snapshot that is being transferred reaches up to here. */
  readonly transfer: number;
  /** The slowest active member has the log up to here. */
  readonly slowest: number;
}

export interface CheckpointsOptions {
  readonly log: LogPort;
  readonly port: Pick<StatePort, "flush">;
  readonly limits: CheckpointLimits;
  /** Entries up to `index` are applied and visible, and this is the membership there. */
  readonly position: () => { readonly index: number; readonly membership: Membership };
  readonly needs: () => LogNeeds;
}

export class Checkpoints {
  readonly #options: CheckpointsOptions;
  #isUnderWay = false;
  readonly #waiting: (() => void)[] = [];
  #last: number;
  #lastAtMs: number;
  /** A snapshot that replaces the log reaches up to here: an older checkpoint must not be noted after it. */
  #replacedThrough = 0;

  constructor(options: CheckpointsOptions, nowMs: number) {
    this.#options = options;
    this.#last = options.log.mark?.index ?? 0;
    this.#lastAtMs = nowMs;
  }

  /** To be called now and then while the state is whole. */
  tick(nowMs: number): void {
    if (!this.#isUnderWay && this.#isDue(nowMs)) this.begin(nowMs);
  }

  /** Makes one now, after the one under way. `done` when the log says so, durably. */
  begin(nowMs: number, done: () => void = () => {}, isClean = false): void {
    if (this.#isUnderWay) {
      this.#waiting.push(() => this.begin(nowMs, done, isClean));
      return;
    }
    const { index, membership } = this.#options.position();
    const term = this.#options.log.term(index);
    if (index === 0 || term === undefined) {
      // Nothing to note yet, or a snapshot that has not reached the log: a start from here finishes that.
      done();
      this.#goOn();
      return;
    }
    this.#isUnderWay = true;
    this.#last = index;
    this.#lastAtMs = nowMs;
    const mark = { index, term, data: encodeNodeMark({ membership, isClean }) };
    this.#options.port.flush(() => this.#note(mark, done));
  }

  /** The state is durable up to `mark`: the log may say so. */
  #note(mark: LogMark, done: () => void): void {
    const { log } = this.#options;
    const isStale = mark.index < this.#replacedThrough;
    const work: LogWork = isStale
      ? {}
      : { snapshot: mark, checkpoint: mark.index, ...this.#compaction(mark.index) };
    log.write(work, () => {
      this.#isUnderWay = false;
      done();
      this.#goOn();
    });
    log.flush();
  }

  /** Whoever waits must come to their turn whatever became of the one before: a stop of the process may wait here. */
  #goOn(): void {
    this.#waiting.shift()?.();
  }

  /** A snapshot has replaced the state up to `index`, and is about to replace the log. */
  replaced(index: number): void {
    this.#replacedThrough = index;
    this.#last = index;
  }

  #isDue(nowMs: number): boolean {
    const { log, limits, position } = this.#options;
    const { index } = position();
    if (index <= this.#last) return false;
    if (nowMs - this.#lastAtMs >= limits.checkpointMs) return true;
    return log.bytesAfter(this.#last) >= limits.checkpointBytes;
  }

  #compaction(checkpoint: number): Pick<LogWork, "compactTo"> {
    const { log, limits, needs } = this.#options;
    const { transfer, slowest } = needs();
    let limit = Math.min(checkpoint, transfer);
    if (slowest < limit && log.bytesAfter(slowest) <= limits.laggingBytes) limit = slowest;
    const index = this.#largestWithTrailing(limit);
    const term = log.term(index);
    return index < log.firstIndex || term === undefined ? {} : { compactTo: { index, term } };
  }

  /** The highest index up to `limit` after which enough of the log stays. */
  #largestWithTrailing(limit: number): number {
    const { log, limits } = this.#options;
    let low = log.firstIndex - 1;
    let high = Math.min(limit, log.lastIndex);
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (log.bytesAfter(middle) >= limits.trailingBytes) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
