// When each peer was last heard, and how long it takes to answer an append: what the leader sees of its followers.
import type { PeerBatch } from "#raft/node/ports/transport.ts";

export interface PeerTimesOptions {
  /** `ageMs`: since the peer was last heard, looked at with each heartbeat. */
  readonly contactAged: (ageMs: number) => void;
  readonly appendAnswered: (peer: number, tookMs: number) => void;
}

interface Peer {
  heardAtMs: number;
  /** The oldest append that is not answered. */
  append: { readonly lastIndex: number; readonly sentAtMs: number } | undefined;
}

export class PeerTimes {
  readonly #options: PeerTimesOptions;
  readonly #peers = new Map<number, Peer>();

  constructor(options: PeerTimesOptions) {
    this.#options = options;
  }

  sent(to: number, { messages }: PeerBatch, nowMs: number): void {
    const peer = this.#peers.get(to);
    // Never heard in this role: nothing can be said of it yet.
    if (peer === undefined) return;
    for (const message of messages) {
      if (message.kind === "heartbeat") this.#options.contactAged(nowMs - peer.heardAtMs);
      if (message.kind !== "append" || message.entries.length === 0) continue;
      const lastIndex = message.previousIndex + message.entries.length;
      peer.append ??= { lastIndex, sentAtMs: nowMs };
    }
  }

  received(from: number, { messages }: PeerBatch, nowMs: number): void {
    const peer = this.#peers.get(from) ?? { heardAtMs: nowMs, append: undefined };
    peer.heardAtMs = nowMs;
    this.#peers.set(from, peer);
    for (const message of messages) {
      if (message.kind !== "append-response" || peer.append === undefined) continue;
      if (!message.rejected && message.index < peer.append.lastIndex) continue;
      // A rejected one will be sent again: that is another append.
      if (!message.rejected) this.#options.appendAnswered(from, nowMs - peer.append.sentAtMs);
      peer.append = undefined;
    }
  }

  /** Undefined: not heard in this role. */
  heardAtMs(peer: number): number | undefined {
    return this.#peers.get(peer)?.heardAtMs;
  }

  /** Another role or term. */
  clear(): void {
    this.#peers.clear();
  }
}
