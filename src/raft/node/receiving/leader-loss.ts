// The short way to a new leader: a killed process resets its connections and refuses new ones, so there is no timeout
// to wait for. Safe, because timers decide over liveness only.
import type { RawNode } from "#raft/core/raw-node.ts";
import type { NodeRole } from "../ports/node-observer.ts";

export interface LeaderLossOptions {
  readonly raw: RawNode;
  readonly random: (bound: number) => number;
  /** Followers campaign within this time, not all at once. */
  readonly jitterMs: number;
  readonly isFit: () => boolean;
}

export class LeaderLoss {
  readonly #options: LeaderLossOptions;
  #campaignAtMs: number | undefined;

  constructor(options: LeaderLossOptions) {
    this.#options = options;
  }

  connectionLost(peer: number, { role, leader }: NodeRole, nowMs: number): void {
    const { raw, random, jitterMs } = this.#options;
    if (role !== "follower" || peer !== leader || !raw.forgetLeader()) return;
    this.#campaignAtMs = nowMs + random(Math.max(1, jitterMs));
  }

  tick({ role, leader }: NodeRole, nowMs: number): void {
    const { raw, isFit } = this.#options;
    if (this.#campaignAtMs === undefined || nowMs < this.#campaignAtMs) return;
    this.#campaignAtMs = undefined;
    // One that should rather not lead leaves the short way to the others.
    if (role === "follower" && leader === 0 && isFit()) raw.campaign();
  }
}
