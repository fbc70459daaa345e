// The short way to a new leader: a killed process resets its connections and refuses new ones, so there is no timeout
// to wait for. Safe, because timers decide over liveness only.
import type { RawNode } from "#raft/core/raw-node.ts";
import type { NodeRole } from "../ports/node-observer.ts";

export interface LeaderLossOptions {
  readonly raw: RawNode;
  readonly random: (bound: number) => number;
  /** Followers campaign within this time at least, not all at once. */
  readonly jitterMs: number;
  /** In force; ten times what the slowest of network, disk and loop takes (raft-ha §5.3). */
  readonly electionMs: () => number;
  readonly isFit: () => boolean;
}

/** Of the election timeout: twice what one election takes, so that the first to campaign mostly wins. */
const SPREAD = 0.2;
/**
 * With one of three gone, two that campaign at the same time each vote for themselves, and neither can win or lose.
 * Waiting a whole timeout for that would be the long way again: they try once more, further apart each time.
 */
const ATTEMPTS = 6;

export class LeaderLoss {
  readonly #options: LeaderLossOptions;
  #campaignAtMs: number | undefined;
  #attempts = 0;

  constructor(options: LeaderLossOptions) {
    this.#options = options;
  }

  connectionLost(peer: number, { role, leader }: NodeRole, nowMs: number): void {
    if (role !== "follower" || peer !== leader || !this.#options.raw.forgetLeader()) return;
    this.#attempts = 0;
    this.#campaignAtMs = nowMs + this.#within(this.#spreadMs);
  }

  tick({ role, leader }: NodeRole, nowMs: number): void {
    if (this.#campaignAtMs === undefined || nowMs < this.#campaignAtMs) return;
    this.#campaignAtMs = undefined;
    // One that should rather not lead leaves the short way to the others.
    if (role === "leader" || leader !== 0 || !this.#options.isFit()) return;
    this.#options.raw.campaign();
    if (++this.#attempts >= ATTEMPTS) return;
    const waitMs = this.#spreadMs + this.#within(this.#spreadMs * 2 ** this.#attempts);
    this.#campaignAtMs = nowMs + waitMs;
  }

  get #spreadMs(): number {
    const { jitterMs, electionMs } = this.#options;
    return Math.max(1, jitterMs, electionMs() * SPREAD);
  }

  #within(ms: number): number {
    return this.#options.random(Math.max(1, Math.round(ms)));
  }
}
