// What a leader looks after beside replication: the timeout for all, members that wait for snapshots, its own health.
import { EMPTY_BYTES } from "#base/bytes.ts";
import { allVoters } from "#raft/core/confchange/membership.ts";
import type { RawNode } from "#raft/core/raw-node.ts";
import type { Status } from "#raft/core/status.ts";
import type { NodeTiming } from "../raft-node-options.ts";
import type { Readiness } from "../timing/readiness.ts";
import { SnapshotWatch } from "./snapshot-watch.ts";
import { StallWatch } from "./stall-watch.ts";
import { successor } from "./successor.ts";

export interface LeaderDutiesOptions {
  readonly raw: RawNode;
  readonly timing: NodeTiming;
  readonly readiness: Readiness;
}

/** How often it goes through all members. */
const ROUND_MS = 250;

export class LeaderDuties {
  readonly snapshots: SnapshotWatch;
  readonly #options: LeaderDutiesOptions;
  readonly #stalls: StallWatch;
  #roundAtMs = 0;

  constructor(options: LeaderDutiesOptions) {
    const { raw, timing, readiness } = options;
    this.#options = options;
    this.snapshots = new SnapshotWatch(raw, timing.snapshotPatienceMs);
    this.#stalls = new StallWatch({ raw, isEligible: (peer) => readiness.isEligible(peer) });
  }

  tick(nowMs: number): void {
    const { raw, readiness } = this.#options;
    this.#stalls.check(readiness.stalls, readiness.timing.agreedMs, nowMs);
    if (nowMs - this.#roundAtMs < ROUND_MS) return;
    this.#roundAtMs = nowMs;
    const status = raw.status();
    this.snapshots.check(status, nowMs);
    this.#leaveJoint(status);
    readiness.forgetPeersBut(new Set(status.members.map(({ id }) => id)));
    const peers = allVoters(status.membership).filter((id) => id !== status.id);
    if (readiness.timing.decide(peers, nowMs)) readiness.adoptTimeout();
  }

  handOver(to: number | undefined): boolean {
    const { raw, readiness } = this.#options;
    const target = to ?? successor(raw.status(), (peer) => readiness.isEligible(peer));
    if (target === undefined) return false;
    const outcome = raw.transferLeader(target);
    return outcome === "started" || outcome === "forwarded";
  }

  /** What members still need of the log. */
  logNeeds(): { readonly transfer: number; readonly slowest: number } {
    let transfer = Number.MAX_SAFE_INTEGER;
    let slowest = Number.MAX_SAFE_INTEGER;
    for (const { state, pendingSnapshot, match, recentlyActive } of this.#options.raw.status().members) {
      if (state === "snapshot") transfer = Math.min(transfer, pendingSnapshot);
      else if (recentlyActive) slowest = Math.min(slowest, match);
    }
    return { transfer, slowest };
  }

  /**
   * The core leaves a joint membership when the change is applied, unless leadership is being handed over just then;
   * it tries again at its next entry, which may never come.
   */
  #leaveJoint({ membership, transferee, applied, lastIndex }: Status): void {
    if (!membership.autoLeave || transferee !== 0 || applied < lastIndex) return;
    this.#options.raw.proposeConfChange({ transition: "auto", steps: [], context: EMPTY_BYTES });
  }

  /** Another role or term. */
  reset(): void {
    this.#stalls.reset();
  }
}
