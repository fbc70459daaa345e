// What peers send: their notes, and Raft's messages, checked for what the transport alone can vouch for.
import { malformation } from "#raft/core/inputs/message-check.ts";
import type { Message, MessageOf } from "#raft/core/message.ts";
import type { RawNode } from "#raft/core/raw-node.ts";
import type { NodeObserver, NodeRole } from "../ports/node-observer.ts";
import type { PeerBatch } from "../ports/transport.ts";
import type { Readiness } from "../timing/readiness.ts";
import type { SnapshotPulls } from "./snapshot-pulls.ts";

export interface InboxOptions {
  readonly id: number;
  readonly raw: RawNode;
  readonly pulls: SnapshotPulls;
  readonly readiness: Readiness;
  readonly observer: NodeObserver;
  readonly role: () => NodeRole;
}

/** Rounds of heartbeats whose start is remembered; a later answer says nothing about the network. */
const ROUNDS = 64;

export class Inbox {
  readonly #options: InboxOptions;
  readonly #rounds: { round: number; sentAtMs: number }[] = [];

  constructor(options: InboxOptions) {
    this.#options = options;
  }

  heartbeatLeaves(round: number, nowMs: number): void {
    if (this.#rounds[round % ROUNDS]?.round !== round) {
      this.#rounds[round % ROUNDS] = { round, sentAtMs: nowMs };
    }
  }

  receive(from: number, { messages, note }: PeerBatch, nowMs: number): void {
    const { readiness, observer, role } = this.#options;
    for (const message of messages) this.#step(from, message, nowMs);
    readiness.heard(from, note, from === role().leader);
    observer.noteHeard(from, note);
  }

  #step(from: number, message: Message, nowMs: number): void {
    const { raw, pulls, observer } = this.#options;
    if (message.from !== from) {
      // A read passed on by a follower that has lost its leadership meanwhile: whoever asked will ask again.
      if (message.kind === "read-index") return;
      observer.alarm({ kind: "forged-sender", peer: from, detail: `it speaks as ${message.from}` });
      return;
    }
    if (message.kind === "heartbeat-response") this.#measure(message.round, nowMs);
    if (message.kind === "snapshot" && this.#mustPull(message)) {
      pulls.offer(message);
      return;
    }
    const refusal = raw.step(message);
    if (refusal?.kind === "malformed") {
      observer.alarm({ kind: "malformed", peer: from, detail: refusal.detail });
    } else if (refusal?.kind === "term-jump") {
      observer.alarm({ kind: "term-jump", peer: from, detail: `from ${refusal.ownTerm} to ${refusal.term}` });
    }
  }

  /** The others the core answers by itself: they are stale, or no news, or not what they claim to be. */
  #mustPull(message: MessageOf<"snapshot">): boolean {
    const { id, raw, role } = this.#options;
    if (message.to !== id || message.term < role().term || malformation(message) !== undefined) return false;
    return raw.lacks(message.snapshot);
  }

  #measure(round: number, nowMs: number): void {
    const sent = this.#rounds[round % ROUNDS];
    if (sent?.round === round) {
      this.#options.readiness.timing.measuredRoundTrip(nowMs - sent.sentAtMs, nowMs);
    }
  }
}
