// A machine's clocks: the monotonic one may run a little fast or slow, the wall clock may be wrong and may jump.
import type { Clock } from "#base/clock.ts";
import type { VirtualTime } from "../world/virtual-time.ts";

export class NodeClock implements Clock {
  readonly #time: VirtualTime;
  #rate = 1;
  /** The monotonic clock read `#baseMs` when the world's was `#sinceMs`. */
  #baseMs: number;
  #sinceMs = 0;
  #wallOffsetMs: number;

  /** @param bootedMs what the monotonic clock said when the world began */
  constructor(time: VirtualTime, bootedMs: number, wallMs: number) {
    this.#time = time;
    this.#baseMs = bootedMs;
    this.#wallOffsetMs = wallMs - bootedMs;
  }

  monotonicMs(): number {
    return this.#baseMs + (this.#time.nowMs - this.#sinceMs) * this.#rate;
  }

  wallMs(): number {
    return Math.floor(this.monotonicMs() + this.#wallOffsetMs);
  }

  /** How much of the world's time passes while this clock counts `ms`. */
  worldMs(ms: number): number {
    return ms / this.#rate;
  }

  jump(ms: number): void {
    this.#wallOffsetMs += ms;
  }

  drift(rate: number): void {
    this.#baseMs = this.monotonicMs();
    this.#sinceMs = this.#time.nowMs;
    this.#rate = rate;
  }
}
