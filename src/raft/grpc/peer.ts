// The way to one peer: its two links, and what is known of it.
import type { PeerBatch } from "#raft/node/ports/transport.ts";
import { splitBatch } from "./codec/split-batch.ts";
import { LANES, type Lane } from "./lane.ts";
import type { LinkEvents } from "./link/peer-link.ts";
import { PeerLink, type PeerLinkOptions } from "./link/peer-link.ts";
import type { PeerFacts } from "./peer-facts.ts";
import type { PeerView } from "./peer-view.ts";
import type { TransportEvents } from "./transport-events.ts";

export interface PeerOptions extends Omit<PeerLinkOptions, "lane" | "events"> {
  readonly events: TransportEvents;
}

export class Peer {
  readonly #options: PeerOptions;
  readonly #links: Readonly<Record<Lane, PeerLink>>;
  #facts: PeerFacts | undefined;
  #heardAtMs: number | undefined;
  #roundTripMs: number | undefined;

  constructor(options: PeerOptions) {
    this.#options = options;
    const events = this.#linkEvents();
    this.#links = {
      messages: new PeerLink({ ...options, lane: "messages", events }),
      heartbeats: new PeerLink({ ...options, lane: "heartbeats", events }),
    };
  }

  get view(): PeerView {
    return {
      isConnected: this.#links.heartbeats.isUp && this.#links.messages.isUp,
      heardAtMs: this.#heardAtMs,
      roundTripMs: this.#roundTripMs,
      facts: this.#facts,
    };
  }

  send(batch: PeerBatch): void {
    const { peer, events, limits } = this.#options;
    let isWhole = true;
    for (const { lane, encode } of splitBatch(batch, limits.frameBytes)) {
      const link = this.#links[lane];
      // Nothing is encoded for a link that is down.
      if (!link.isUp || !link.send(encode())) isWhole = false;
    }
    if (!isWhole) events.unreachable(peer);
  }

  /** The peer has called, or said something. */
  heard(): void {
    this.#heardAtMs = this.#options.clock.monotonicMs();
  }

  learn(facts: PeerFacts): void {
    this.#facts = facts;
    this.#options.events.facts(this.#options.peer, facts);
  }

  announce(): void {
    for (const lane of LANES) this.#links[lane].announce();
  }

  hurry(): void {
    for (const lane of LANES) this.#links[lane].hurry();
  }

  restart(): void {
    for (const lane of LANES) this.#links[lane].restart();
  }

  close(): void {
    for (const lane of LANES) this.#links[lane].close();
  }

  #linkEvents(): LinkEvents {
    const { peer, events } = this.#options;
    /** Lanes that broke, and of which it is not known yet whether the peer's process is gone. */
    const broken = new Set<Lane>();
    const lastFailures = new Map<Lane, string>();
    return {
      up: (lane, facts) => {
        broken.delete(lane);
        lastFailures.delete(lane);
        this.heard();
        if (facts !== undefined) this.learn(facts);
        events.linkChanged(peer, { lane, isUp: true, reason: "" });
      },
      down: (lane, failure, { reason, wasUp }) => {
        if (wasUp) {
          broken.add(lane);
          events.unreachable(peer);
        }
        if (failure === "refused" && broken.delete(lane)) events.lost(peer);
        if (failure === "not-admitted") events.notAdmitted(peer);
        // The same failure again and again is told once.
        if (lastFailures.get(lane) !== failure) events.linkChanged(peer, { lane, isUp: false, reason });
        lastFailures.set(lane, failure);
      },
      roundTrip: (ms) => {
        this.#roundTripMs = ms;
      },
    };
  }
}
