// Raft's messages over gRPC: to each member two links that this node dials, from each member the streams it opened.
import type { Server } from "@grpc/grpc-js";
import type { Clock } from "#base/clock.ts";
import type { PeerBatch, Transport } from "#raft/node/ports/transport.ts";
import type { Hello } from "./hello.ts";
import { DEFAULT_LINK_LIMITS, type LinkLimits } from "./link/link-limits.ts";
import { Peer } from "./peer.ts";
import type { PeerFacts } from "./peer-facts.ts";
import type { PeerView } from "./peer-view.ts";
import type { PeerDialer } from "./ports/peer-dialer.ts";
import { RaftService } from "./service/raft-service.ts";
import type { TransportEvents } from "./transport-events.ts";

export interface RaftTransportOptions {
  /** This node's incarnation. */
  readonly self: number;
  /** `undefined` while this node knows of no cluster. */
  readonly cluster: () => Pick<Hello, "clusterId" | "lineageId"> | undefined;
  readonly facts: () => PeerFacts;
  readonly dialer: PeerDialer;
  readonly events: TransportEvents;
  readonly clock: Pick<Clock, "monotonicMs">;
  /** A number in [0, bound). */
  readonly random: (bound: number) => number;
  readonly limits?: Partial<LinkLimits>;
}

export class RaftTransport implements Transport {
  readonly #options: RaftTransportOptions;
  readonly #limits: LinkLimits;
  readonly #peers = new Map<number, Peer>();

  constructor(options: RaftTransportOptions) {
    this.#options = options;
    this.#limits = { ...DEFAULT_LINK_LIMITS, ...options.limits };
  }

  /** The largest message that the gRPC server must let through. */
  get maxFrameBytes(): number {
    return this.#limits.maxFrameBytes;
  }

  /** Takes in peers' streams on `server`, which must name its callers (`service/caller.ts`). */
  addTo(server: Server): void {
    const { events, facts } = this.#options;
    new RaftService({
      facts,
      helloMs: this.#limits.helloMs,
      helloTo: (peer) => this.#helloTo(peer),
      opened: (peer) => this.#peers.get(peer)?.hurry(),
      received: (peer, batch) => {
        this.#peers.get(peer)?.heard();
        events.received(peer, batch);
      },
      learned: (peer, learned) => this.#peers.get(peer)?.learn(learned),
      malformed: (peer, reason) => events.malformed(peer, reason),
    }).addTo(server);
  }

  /** The members beside this node, from now on. */
  setPeers(peers: Iterable<number>): void {
    const wanted = new Set(peers);
    wanted.delete(this.#options.self);
    for (const [id, peer] of this.#peers) {
      if (wanted.has(id)) continue;
      peer.close();
      this.#peers.delete(id);
    }
    for (const id of wanted) if (!this.#peers.has(id)) this.#peers.set(id, this.#peer(id));
  }

  get peers(): ReadonlyMap<number, PeerView> {
    return new Map([...this.#peers].map(([id, peer]) => [id, peer.view]));
  }

  view(peer: number): PeerView | undefined {
    return this.#peers.get(peer)?.view;
  }

  /** To nobody, if `peer` is no member: Raft may name one that has just left. */
  send(peer: number, batch: PeerBatch): void {
    this.#peers.get(peer)?.send(batch);
  }

  /** This node's facts have changed. */
  announce(): void {
    for (const peer of this.#peers.values()) peer.announce();
  }

  /** The peer is at another address, or has another certificate. */
  restart(peer: number): void {
    this.#peers.get(peer)?.restart();
  }

  close(): void {
    for (const peer of this.#peers.values()) peer.close();
    this.#peers.clear();
  }

  #helloTo(peer: number): Hello | undefined {
    const cluster = this.#options.cluster();
    return cluster && { ...cluster, from: this.#options.self, to: peer };
  }

  #peer(peer: number): Peer {
    const { facts, dialer, events, clock, random } = this.#options;
    const hello = (): Hello | undefined => this.#helloTo(peer);
    return new Peer({ peer, facts, dialer, events, clock, random, hello, limits: this.#limits });
  }
}
