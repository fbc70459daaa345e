// Log time as a node keeps it (design §5). A leader's goes on from the latest that was heard, by its own monotonic
// clock; entries and notes carry it to the others. Every batch of messages, votes included, tells the latest time its
// sender has heard of, so a new leader's quorum knows every time that an earlier leader has proved itself at.
//
// Wall clocks count only after a stop of the whole cluster: when nobody who answers has kept running, a new leader
// takes the median of its quorum's wall clocks, if that is not behind what its state already saw.
import type { Clock } from "#base/clock.ts";
import type { LogTimeNote } from "#raft/node/raft-node-options.ts";

export class LogClock {
  readonly #clock: Clock;
  readonly #onSet: (logTimeMs: number) => void;
  /** Wall clocks of peers that were heard since the start, while none of them had a warm log time. */
  readonly #walls = new Map<number, number>();
  /** The latest time that an entry or another node told of. */
  #heardMs: number;
  /** The reading was `#baseMs` when the monotonic clock was `#baseAtMs`. */
  #baseMs: number;
  #baseAtMs: number;
  #isWarm = false;
  #isLeader = false;

  /**
   * @param logTimeMs latest of any applied entry
   * @param onSet told when log time is not what the clock would have made of it
   */
  constructor(clock: Clock, logTimeMs: number, onSet: (logTimeMs: number) => void) {
    this.#clock = clock;
    this.#onSet = onSet;
    this.#heardMs = logTimeMs;
    this.#baseMs = logTimeMs;
    this.#baseAtMs = clock.monotonicMs();
    onSet(logTimeMs);
  }

  get isWarm(): boolean {
    return this.#isWarm;
  }

  nowMs(): number {
    return this.#baseMs + Math.max(0, Math.floor(this.#clock.monotonicMs() - this.#baseAtMs));
  }

  /**
   * What peers are told: a leader's now; otherwise what was heard, not what this node's clock made of it, or the
   * fastest clock of all nodes would set the pace.
   */
  note(): LogTimeNote {
    const logTimeMs = this.#isLeader ? this.nowMs() : this.#heardMs;
    return { logTimeMs, isLogTimeWarm: this.#isWarm, wallMs: this.#clock.wallMs() };
  }

  /** An applied entry says so. */
  applied(logTimeMs: number): void {
    this.#heardMs = Math.max(this.#heardMs, logTimeMs);
    if (logTimeMs > this.nowMs()) this.#set(logTimeMs);
  }

  heard(from: number, note: LogTimeNote, isFromLeader: boolean): void {
    if (note.isLogTimeWarm) {
      this.#isWarm = true;
      this.#walls.clear();
    } else if (!this.#isWarm) {
      this.#walls.set(from, note.wallMs);
    }
    const isNews = note.logTimeMs > this.#heardMs;
    this.#heardMs = Math.max(this.#heardMs, note.logTimeMs);
    // A follower keeps its leader's pace, also where its own clock is the faster one.
    const keepsPace = isNews && isFromLeader && !this.#isLeader;
    if (keepsPace || note.logTimeMs > this.nowMs()) this.#set(note.logTimeMs);
  }

  /** The node leads, and has applied everything before its term. @param voters all of them, itself included */
  lead(voters: readonly number[]): void {
    this.#isLeader = true;
    if (this.#isWarm) return;
    const walls = voters.flatMap((id) => this.#walls.get(id) ?? []);
    walls.push(this.#clock.wallMs());
    walls.sort((a, b) => a - b);
    const median = Math.floor(walls[Math.floor((walls.length - 1) / 2)] ?? 0);
    this.#isWarm = true;
    this.#walls.clear();
    if (median > this.nowMs()) this.#set(median);
  }

  /** The node leads no more. What it said as a leader it does not take back. */
  follow(): void {
    if (this.#isLeader) this.#heardMs = Math.max(this.#heardMs, this.nowMs());
    this.#isLeader = false;
  }

  #set(logTimeMs: number): void {
    this.#baseMs = logTimeMs;
    this.#baseAtMs = this.#clock.monotonicMs();
    this.#onSet(logTimeMs);
  }
}
