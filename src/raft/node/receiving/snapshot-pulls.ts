// Snapshots that a leader offers. Its message says only what prefix of the log is meant; the core hears of it once the
// content is here, whole and verified, so that until then this node votes and answers heartbeats as ever.
import type { MessageOf } from "#raft/core/message.ts";
import type { Snapshot } from "#raft/core/snapshot.ts";
import type { SnapshotPort, StagedSnapshot } from "../ports/snapshot-port.ts";

type Offer = MessageOf<"snapshot">;

export interface SnapshotPullsOptions {
  readonly port: SnapshotPort;
  /** The content of `offer` is staged: tell the core. */
  readonly step: (offer: Offer) => void;
}

export class SnapshotPulls {
  readonly #options: SnapshotPullsOptions;
  #underWay: Offer | undefined;
  /** Newer than what is under way, which the leader has given up. */
  #next: Offer | undefined;
  #staged: StagedSnapshot | undefined;

  constructor(options: SnapshotPullsOptions) {
    this.#options = options;
  }

  get isPulling(): boolean {
    return this.#underWay !== undefined;
  }

  /**
   * A leader offers a snapshot that the log does not cover. Content comes from that leader only: what it has applied
   * it also has in its log, so an acknowledgement of it is true, however much newer than the offer it is.
   */
  offer(message: Offer): void {
    const { snapshot, from, term } = message;
    // Committed state is part of every later leader's log, so content from an earlier leader serves as well.
    if (this.#staged !== undefined && this.#staged.snapshot.index >= snapshot.index) {
      this.#tell(message, this.#staged);
      return;
    }
    if (this.#underWay === undefined) this.#pull(message);
    else if (term > this.#underWay.term) {
      this.#next = message;
      if (from !== this.#underWay.from) this.#options.port.cancel();
    }
  }

  /** The core wants this snapshot installed: hands over its content. */
  take(snapshot: Snapshot): StagedSnapshot | undefined {
    const staged = this.#staged;
    if (staged?.snapshot.index !== snapshot.index) return undefined;
    this.#staged = undefined;
    return staged;
  }

  /** The log has gone past what is staged. */
  discardThrough(committed: number): void {
    if (this.#staged === undefined || this.#staged.snapshot.index > committed) return;
    this.#staged.discard();
    this.#staged = undefined;
  }

  #pull(offer: Offer): void {
    this.#underWay = offer;
    this.#options.port.pull(offer.from, offer.snapshot.index, (staged) => {
      this.#underWay = undefined;
      if (staged !== undefined) {
        this.#staged?.discard();
        this.#staged = staged;
      }
      const next = this.#next;
      this.#next = undefined;
      if (next !== undefined) this.offer(next);
      else if (staged !== undefined) this.#tell(offer, staged);
    });
  }

  #tell(offer: Offer, { snapshot }: StagedSnapshot): void {
    // Content of a later term than the offer's came from a leader that has been deposed meanwhile: keep it for the
    // next one's offer.
    if (snapshot.term <= offer.term) this.#options.step({ ...offer, snapshot });
  }
}
