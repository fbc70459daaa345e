// A node's place among its peers: it listens for them, dials them, carries Raft's messages, and follows who they are.
// Members are known by pinned certificates; strangers find one service, which tells them what they are.
import { Server } from "@grpc/grpc-js";
import type { Clock } from "#base/clock.ts";
import type { Logger } from "#base/logger.ts";
import type { Hello } from "#raft/grpc/hello.ts";
import type { KnownMembers, PeerFacts } from "#raft/grpc/peer-facts.ts";
import type { PeerView } from "#raft/grpc/peer-view.ts";
import { DialError } from "#raft/grpc/ports/peer-dialer.ts";
import { RaftTransport } from "#raft/grpc/raft-transport.ts";
import type { TransportEvents } from "#raft/grpc/transport-events.ts";
import type { PeerBatch, Transport } from "#raft/node/ports/transport.ts";
import { addStandingService, type Standing } from "../admission/standing.ts";
import { type HostPort, parseHostPort } from "../members/host-port.ts";
import type { Member } from "../members/member.ts";
import { MemberTable } from "../members/member-table.ts";
import type { NodeCredentials } from "../tls/node-credentials.ts";
import { dialPinned } from "../tls/pinned-dial.ts";
import { PinnedListener } from "../tls/pinned-listener.ts";
import { RemovalInquiry } from "./removal-inquiry.ts";

/** What a node tells of itself, but for what this class knows. */
export type OwnFacts = Omit<PeerFacts, "members">;

export interface PeerNetworkOptions {
  readonly self: number;
  /** Where peers are taken in. An empty host takes every interface. */
  readonly address: HostPort;
  readonly credentials: NodeCredentials;
  /** `undefined` while this node is in none. */
  readonly cluster: () => Pick<Hello, "clusterId" | "lineageId"> | undefined;
  readonly facts: () => OwnFacts;
  /** What operators call a member. */
  readonly nameOf: (peer: number) => string;
  readonly received: (from: number, batch: PeerBatch) => void;
  /** The peer's process is gone. */
  readonly lost: (peer: number) => void;
  readonly unreachable: (peer: number) => void;
  /** Something is known of a peer that was not known before. */
  readonly learned: (peer: number, facts: PeerFacts) => void;
  /** A member that was removed, by its incarnation: its certificates. */
  readonly removedPins: (incarnation: number) => readonly string[] | undefined;
  /** This node was removed from its cluster: a member says so. */
  readonly removed: () => void;
  readonly clock: Clock;
  readonly random: (bound: number) => number;
  readonly logger: Logger;
}

/** For names, connection and handshake together. */
const DIAL_MS = 1500;

export class PeerNetwork implements Transport {
  readonly #options: PeerNetworkOptions;
  readonly #table: MemberTable;
  readonly #transport: RaftTransport;
  readonly #listener: PinnedListener;
  readonly #inquiry: RemovalInquiry;
  #credentials: NodeCredentials;

  constructor(options: PeerNetworkOptions) {
    const { self, cluster, clock, random, logger } = options;
    this.#options = options;
    this.#credentials = options.credentials;
    this.#table = new MemberTable(self);
    this.#inquiry = new RemovalInquiry({
      question: () => {
        const found = cluster();
        return found && { clusterId: found.clusterId, incarnation: self };
      },
      target: (peer) => this.#target(peer),
      dial: () => this.#dialOptions(),
      removed: options.removed,
    });
    this.#transport = new RaftTransport({
      self,
      cluster,
      facts: () => ({ ...options.facts(), members: this.#table.known }),
      dialer: { dial: async (peer) => dialPinned(this.#target(peer), this.#dialOptions()) },
      events: this.#events(),
      clock,
      random,
    });
    this.#listener = new PinnedListener({
      address: options.address,
      isShared: false,
      credentials: options.credentials,
      memberOf: (pin) => this.#table.memberOf(pin),
      services: this.#services(),
      clock,
      logger,
    });
  }

  /** The port it listens on. */
  listen(): Promise<number> {
    return this.#listener.listen();
  }

  get table(): MemberTable {
    return this.#table;
  }

  /** Connections that were refused since the start. */
  get refusals(): number {
    return this.#listener.refusals;
  }

  view(peer: number): PeerView | undefined {
    return this.#transport.view(peer);
  }

  send(peer: number, batch: PeerBatch): void {
    this.#transport.send(peer, batch);
  }

  /** These take part from entry `index` on: others are cut off. */
  apply(index: number, members: readonly Member[]): void {
    this.#change(() => this.#table.apply(index, members));
    this.#transport.announce();
  }

  /** Members by the word of one: of whoever took this node in, at first. */
  tell(known: KnownMembers): void {
    if (this.#changes(() => this.#table.tell(known))) this.#follow();
  }

  /** Facts of this node have changed. */
  announce(): void {
    this.#transport.announce();
  }

  /** For connections from now on; those there are begin again with it. */
  setCredentials(credentials: NodeCredentials): void {
    this.#credentials = credentials;
    this.#listener.setCredentials(credentials);
    for (const peer of this.#table.peers) this.#transport.restart(peer);
  }

  async close(): Promise<void> {
    this.#transport.close();
    await this.#listener.close();
  }

  #change(change: () => void): void {
    this.#changes(() => {
      change();
      return true;
    });
    this.#follow();
  }

  /** Makes `change`, and begins anew with peers that are to be reached elsewhere, or known by something else. */
  #changes(change: () => boolean): boolean {
    const before = new Map(this.#table.peers.map((peer) => [peer, this.#contactText(peer)]));
    if (!change()) return false;
    for (const [peer, contact] of before) {
      if (this.#table.contactOf(peer) && this.#contactText(peer) !== contact) this.#transport.restart(peer);
    }
    return true;
  }

  /** More certificates of a peer are no reason to begin anew: the one it shows still counts. */
  #contactText(peer: number): string {
    return this.#table.contactOf(peer)?.clusterAddr ?? "";
  }

  #follow(): void {
    this.#transport.setPeers(this.#table.peers);
    this.#listener.rejudge();
  }

  #target(peer: number): HostPort & { readonly pins: readonly string[] } {
    const contact = this.#table.contactOf(peer);
    const address = contact && parseHostPort(contact.clusterAddr);
    if (!contact || !address) throw new DialError("unknown-peer", "nobody knows where it is");
    return { ...address, pins: contact.pins };
  }

  #dialOptions() {
    const wallMs = this.#options.clock.wallMs();
    return { credentials: this.#credentials, timeoutMs: DIAL_MS, wallMs };
  }

  #services(): { members: Server; strangers: Server } {
    const limits = {
      "grpc.max_receive_message_length": this.#transport.maxFrameBytes,
      "grpc.enable_channelz": 0,
    };
    const members = new Server(limits);
    this.#transport.addTo(members);
    const strangers = new Server({ "grpc.max_receive_message_length": 4096, "grpc.enable_channelz": 0 });
    const standing = (question: { clusterId: string; incarnation: number; pin: string }): Standing =>
      this.#standingOf(question);
    addStandingService(members, standing);
    addStandingService(strangers, standing);
    return { members, strangers };
  }

  #standingOf({
    clusterId,
    incarnation,
    pin,
  }: {
    clusterId: string;
    incarnation: number;
    pin: string;
  }): Standing {
    const cluster = this.#options.cluster();
    if (cluster === undefined || this.#table.members.size === 0) return "undecided";
    if (cluster.clusterId !== clusterId) return "stranger";
    if (this.#table.memberOf(pin) !== undefined) return "member";
    return this.#options.removedPins(incarnation)?.includes(pin) ? "removed" : "stranger";
  }

  #events(): TransportEvents {
    const { received, lost, unreachable, learned, logger } = this.#options;
    return {
      received,
      lost,
      unreachable,
      facts: (peer, facts) => {
        if (this.#changes(() => this.#table.moved(peer, facts))) this.#follow();
        if (facts.members) this.tell(facts.members);
        learned(peer, facts);
      },
      notAdmitted: (peer) => this.#inquiry.ask(peer),
      malformed: (peer, reason) => logger.error("a member sent what no member sends", { peer, reason }),
      linkChanged: (peer, { lane, isUp, reason }) => {
        const member = this.#options.nameOf(peer);
        if (isUp) logger.info("connected to a member", { member, lane });
        else logger.warn("no connection to a member", { member, lane, reason });
      },
    };
  }
}
