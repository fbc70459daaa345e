// How fit this node and its peers are to lead, and how long to wait for a leader: what notes carry from node to node.
import type { RawNode } from "#raft/core/raw-node.ts";
import type { PeerNote } from "../peer-note.ts";
import type { LogTimeNote, NodeTiming } from "../raft-node-options.ts";
import { ElectionTiming } from "./election-timing.ts";

/** Measurements are not gone through for every note. */
const WISH_AGE_MS = 250;

export class Readiness {
  readonly timing: ElectionTiming;
  readonly #raw: RawNode;
  readonly #tickMs: number;
  readonly #eligible = new Set<number>();
  #isReluctant = false;
  #diskStalls = false;
  #requestsStall = false;
  #wish = { ms: 0, atMs: Number.NEGATIVE_INFINITY };

  constructor({ raw, timing }: { raw: RawNode; timing: NodeTiming }) {
    this.#raw = raw;
    this.#tickMs = timing.tickMs;
    this.timing = new ElectionTiming({
      floorMs: timing.electionFloorMs,
      ceilingMs: timing.electionCeilingMs,
    });
  }

  get stalls(): { readonly disk: boolean; readonly requests: boolean } {
    return { disk: this.#diskStalls, requests: this.#requestsStall };
  }

  get isFit(): boolean {
    return !this.#isReluctant && !this.#diskStalls && !this.#requestsStall;
  }

  isEligible(peer: number): boolean {
    return this.#eligible.has(peer);
  }

  setReluctant(isReluctant: boolean): void {
    this.#change(() => {
      this.#isReluctant = isReluctant;
    });
  }

  diskIsStalled(isStalled: boolean): void {
    this.#change(() => {
      this.#diskStalls = isStalled;
    });
  }

  requestsAreStalled(isStalled: boolean): void {
    this.#change(() => {
      this.#requestsStall = isStalled;
    });
  }

  note(logTime: LogTimeNote, nowMs: number): PeerNote {
    if (nowMs - this.#wish.atMs >= WISH_AGE_MS) this.#wish = { ms: this.timing.wishMs(nowMs), atMs: nowMs };
    const { agreedMs } = this.timing;
    return { electionWishMs: this.#wish.ms, electionMs: agreedMs, isEligible: this.isFit, ...logTime };
  }

  heard(from: number, note: PeerNote, isFromLeader: boolean): void {
    this.timing.heardWish(from, note.electionWishMs);
    if (isFromLeader && this.timing.follow(note.electionMs)) this.adoptTimeout();
    if (note.isEligible === this.#eligible.has(from)) return;
    if (note.isEligible) this.#eligible.add(from);
    else this.#eligible.delete(from);
    this.#raw.setEligiblePeers(this.#eligible);
  }

  /** Tells the core of a timeout that has changed. */
  adoptTimeout(): void {
    this.#raw.setElectionTicks(Math.ceil(this.timing.agreedMs / this.#tickMs));
  }

  forgetPeersBut(peers: ReadonlySet<number>): void {
    this.timing.forgetPeersBut(peers);
    for (const peer of this.#eligible) if (!peers.has(peer)) this.#eligible.delete(peer);
  }

  #change(set: () => void): void {
    const wasFit = this.isFit;
    set();
    if (wasFit !== this.isFit) this.#raw.setReluctant(!this.isFit);
  }
}
