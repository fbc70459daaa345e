// What a leader knows of one member's log, and how boldly it sends to it.
import { assert, unreachable } from "#base/assert.ts";
import type { Inflights } from "./inflights.ts";

/**
 * `probe`: the end of the member's log is a guess, so one append at a time goes out until one is accepted.
 * `replicate`: the guess was right, so appends stream within the in-flight window.
 * `snapshot`: the member needs entries the leader no longer has, so nothing is sent until it has a snapshot.
 */
export type ProgressState = "probe" | "replicate" | "snapshot";

/** Invariant: `match < next`. In `replicate`, entries from `match + 1` to `next - 1` are in flight. */
export class Progress {
  /** The member's log is known to equal the leader's up to here. */
  match: number;
  /** The next entry to send. */
  next: number;
  state: ProgressState = "probe";
  /** Index of the snapshot the member is waiting for; 0 outside `snapshot`. */
  pendingSnapshot = 0;
  /** Whether the member was heard since the last check of the quorum. */
  recentlyActive: boolean;
  /** Nothing but heartbeats goes out until a reply arrives. */
  flowPaused = false;
  learner: boolean;
  readonly inflights: Inflights;
  /** The highest commit index the member was told, if the messages that carried it arrived. */
  #sentCommit = 0;

  constructor(start: {
    match: number;
    next: number;
    learner: boolean;
    active: boolean;
    inflights: Inflights;
  }) {
    this.match = start.match;
    this.next = start.next;
    this.learner = start.learner;
    this.recentlyActive = start.active;
    this.inflights = start.inflights;
  }

  get paused(): boolean {
    return this.state === "snapshot" || this.flowPaused;
  }

  becomeProbe(): void {
    // A member that has just installed a snapshot need not be probed below it.
    const floor = this.state === "snapshot" ? Math.max(this.match, this.pendingSnapshot) : this.match;
    this.#enter("probe");
    this.next = floor + 1;
    this.#forgetCommitBeyondNext();
  }

  becomeReplicate(): void {
    this.#enter("replicate");
    this.next = this.match + 1;
  }

  becomeSnapshot(index: number): void {
    this.#enter("snapshot");
    this.pendingSnapshot = index;
    this.next = index + 1;
    this.#sentCommit = index;
  }

  /** Accounts for an append that has just gone out with `count` entries carrying `bytes` of data. */
  sentEntries(count: number, bytes: number): void {
    switch (this.state) {
      case "replicate":
        if (count > 0) {
          this.next += count;
          this.inflights.add(this.next - 1, bytes);
        }
        this.flowPaused = this.inflights.full;
        return;
      case "probe":
        if (count > 0) this.flowPaused = true;
        return;
      case "snapshot":
        assert(false, "an append was sent to a member that waits for a snapshot");
        return;
      default:
        unreachable(this.state);
    }
  }

  sentCommit(commit: number): void {
    this.#sentCommit = commit;
  }

  /** Whether telling the member `commit` now could move its own commit index. */
  canBumpCommit(commit: number): boolean {
    return commit > this.#sentCommit && this.#sentCommit < this.next - 1;
  }

  /** The member acknowledged everything up to `index`. Says whether that was news. */
  acknowledge(index: number): boolean {
    if (index <= this.match) return false;
    this.match = index;
    this.next = Math.max(this.next, index + 1);
    this.flowPaused = false;
    return true;
  }

  /**
   * The member refused an append that followed `rejected`; its log may agree up to `hint`. Moves `next` back and
   * says whether that is worth another attempt; a stale refusal changes nothing.
   */
  refuse(rejected: number, hint: number): boolean {
    if (this.state === "replicate") {
      // Refusals can arrive late: what is acknowledged already cannot have been refused.
      if (rejected <= this.match) return false;
      this.next = this.match + 1;
    } else {
      if (this.next - 1 !== rejected) return false;
      this.next = Math.max(Math.min(rejected, hint + 1), this.match + 1);
      this.flowPaused = false;
    }
    this.#forgetCommitBeyondNext();
    return true;
  }

  #enter(state: ProgressState): void {
    this.state = state;
    this.flowPaused = false;
    this.pendingSnapshot = 0;
    this.inflights.clear();
  }

  #forgetCommitBeyondNext(): void {
    this.#sentCommit = Math.min(this.#sentCommit, this.next - 1);
  }
}
