// A leader whose disk or request threads stall is a leader in name: its heartbeats would protect it from the others
// for ever (raft-ha §1.2, hashicorp/raft #503). It hands over; when that fails and the disk still stalls, it leaves.
import type { RawNode } from "#raft/core/raw-node.ts";
import { successor } from "./successor.ts";

export interface StallWatchOptions {
  readonly raw: RawNode;
  readonly isEligible: (peer: number) => boolean;
}

export interface Stalls {
  /** An append has been under way for too long. */
  readonly disk: boolean;
  /** The threads that serve requests do not run. */
  readonly requests: boolean;
}

export class StallWatch {
  readonly #options: StallWatchOptions;
  #handingOverUntilMs: number | undefined;

  constructor(options: StallWatchOptions) {
    this.#options = options;
  }

  /** Leader: to be called every tick. */
  check({ disk, requests }: Stalls, electionMs: number, nowMs: number): void {
    if (!disk && !requests) {
      this.#handingOverUntilMs = undefined;
      return;
    }
    const { raw, isEligible } = this.#options;
    if (this.#handingOverUntilMs === undefined) {
      const to = successor(raw.status(), isEligible);
      // With nobody to take over, slow requests are better than none.
      if (to === undefined && !disk) return;
      if (to !== undefined) raw.transferLeader(to);
      this.#handingOverUntilMs = nowMs + electionMs;
    } else if (nowMs >= this.#handingOverUntilMs) {
      this.#handingOverUntilMs = undefined;
      if (disk) raw.stepDown();
    }
  }

  /** It leads no more. */
  reset(): void {
    this.#handingOverUntilMs = undefined;
  }
}
