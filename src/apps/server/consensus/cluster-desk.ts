// The consensus thread's knowledge of its cluster: who its members are, as applied state says, how they are reached, and
// what other threads are told of them.
import { hostname } from "node:os";
import type { Logger } from "#base/logger.ts";
import { type Member, memberKey, memberRecord } from "#cluster/members/member.ts";
import { type OwnFacts, PeerNetwork } from "#cluster/peers/peer-network.ts";
import type { NodeCredentials } from "#cluster/tls/node-credentials.ts";
import { allMembers, allVoters, type Membership } from "#raft/core/confchange/membership.ts";
import type { KnownMembers, PeerFacts } from "#raft/grpc/peer-facts.ts";
import type { PeerBatch, Transport } from "#raft/node/ports/transport.ts";
import type { KvReader } from "#storage/kv-store.ts";
import type { ClusterView, MemberProgress, MemberView, PullWish } from "../links/cluster-messages.ts";
import type { ClusterAddresses } from "../main/node-data.ts";
import type { ClusterIds, NodeRecord } from "../node/node-file.ts";
import { systemClock } from "../system-clock.ts";
import { COFFER_VERSION } from "../version.ts";

const FAREWELL_MS = 500;

/** The highest format of entries and messages that this program reads. */
const FEATURE_LEVEL = 1;

export interface ClusterDeskOptions {
  readonly record: NodeRecord;
  readonly addresses: ClusterAddresses;
  readonly credentials: NodeCredentials;
  readonly store: () => Pick<KvReader, "get">;
  readonly isSealed: () => boolean;
  readonly random: (bound: number) => number;
  readonly received: (from: number, batch: PeerBatch) => void;
  readonly lost: (peer: number) => void;
  readonly unreachable: (peer: number) => void;
  /** What is known of the members has changed. */
  readonly changed: (view: ClusterView) => void;
  readonly removed: () => void;
  readonly logger: Logger;
}

export class ClusterDesk {
  readonly network: PeerNetwork;
  readonly #options: ClusterDeskOptions;
  readonly #facts = new Map<number, PeerFacts>();
  /** Of peers that are connected: since when, without a break. */
  readonly #connectedAtMs = new Map<number, number>();
  #cluster: ClusterIds | undefined;
  #pins: readonly string[];
  #isRemoved: boolean;
  #voters: ReadonlySet<number> = new Set();
  #membersIndex = 0;
  #wasSealed: boolean;
  #isChangeDue = false;

  constructor(options: ClusterDeskOptions) {
    const { record, credentials, received, lost, unreachable, random, logger } = options;
    this.#options = options;
    this.#cluster = record.cluster;
    this.#pins = [credentials.pin];
    this.#isRemoved = record.isRemoved === true;
    this.#wasSealed = options.isSealed();
    this.network = new PeerNetwork({
      self: record.incarnation,
      address: options.addresses.listen,
      credentials,
      cluster: () => this.#cluster,
      facts: () => this.#ownFacts(),
      nameOf: (peer) => this.nameOf(peer),
      received,
      lost,
      unreachable,
      learned: (peer, facts) => this.#learned(peer, facts),
      removedPins: (incarnation) => this.#removedPins(incarnation),
      removed: () => this.#leave(),
      clock: systemClock,
      random,
      logger,
    });
    if (record.introduction && !this.#isRemoved) this.network.tell(record.introduction);
  }

  get cluster(): ClusterIds | undefined {
    return this.#cluster;
  }

  get membersIndex(): number {
    return this.#membersIndex;
  }

  get transport(): Transport {
    return this.network;
  }

  /** As operators call the member. */
  nameOf(incarnation: number): string {
    const { record } = this.#options;
    if (incarnation === record.incarnation) return record.nodeId;
    const known = this.network.table.members.get(incarnation) ?? this.#facts.get(incarnation);
    return known?.nodeId ?? String(incarnation);
  }

  /** This node begins a cluster of its own. */
  begin(ids: ClusterIds): void {
    this.#cluster = ids;
  }

  /** A cluster has taken this node in: its members may call from now on. */
  introduce(ids: ClusterIds, members: KnownMembers): void {
    this.#cluster = ids;
    this.network.tell(members);
  }

  /** Who takes part from entry `index` on. */
  apply(index: number, membership: Membership): void {
    this.#membersIndex = index;
    this.#voters = new Set(allVoters(membership));
    const members = allMembers(membership).flatMap((id) => this.#recordOf(id) ?? []);
    const ids = new Set(allMembers(membership));
    for (const known of [this.#facts, this.#connectedAtMs]) {
      for (const id of known.keys()) if (!ids.has(id)) known.delete(id);
    }
    if (this.#isRemoved) return;
    this.network.apply(index, members);
    this.#change();
    const { record } = this.#options;
    if (members.length === 0 || ids.has(record.incarnation) || !this.#wasRemoved(record.incarnation)) return;
    // A leader that removes itself leads on until all others know.
    setTimeout(() => this.#leave(), FAREWELL_MS).unref();
  }

  /** To be called every tick: peers learn that this node was sealed or unsealed. */
  tick(): void {
    this.#noteConnections();
    const isSealed = this.#options.isSealed();
    if (isSealed === this.#wasSealed) return;
    this.#wasSealed = isSealed;
    this.network.announce();
    this.#change();
  }

  /** Certificates that this node shows, or is about to show. */
  setPins(pins: readonly string[]): void {
    this.#pins = pins;
    this.network.announce();
    this.#change();
  }

  get view(): ClusterView {
    const members = [...this.network.table.members.values()].map((member) => this.#viewOf(member));
    members.sort((a, b) => (a.nodeId < b.nodeId ? -1 : 1));
    return { ids: this.#cluster, members };
  }

  progressOf(incarnation: number, match: number): MemberProgress {
    const view = this.network.view(incarnation);
    const nowMs = systemClock.monotonicMs();
    const connectedAtMs = this.#connectedAtMs.get(incarnation) ?? nowMs;
    const heardAtMs = view?.heardAtMs;
    return {
      incarnation,
      match,
      isConnected: view?.isConnected ?? false,
      connectedMs: nowMs - connectedAtMs,
      heardMsAgo: heardAtMs === undefined ? undefined : nowMs - heardAtMs,
      roundTripMs: view?.roundTripMs,
    };
  }

  pullWish(from: number, atLeast: number): PullWish | undefined {
    const contact = this.network.table.contactOf(from);
    return contact && this.#cluster && { from: contact, atLeast, ids: this.#cluster };
  }

  #noteConnections(): void {
    for (const peer of this.network.table.peers) {
      if (!this.network.view(peer)?.isConnected) this.#connectedAtMs.delete(peer);
      else if (!this.#connectedAtMs.has(peer)) this.#connectedAtMs.set(peer, systemClock.monotonicMs());
    }
  }

  #ownFacts(): OwnFacts {
    const { record, addresses, isSealed } = this.#options;
    const { apiAddr, clusterAddr, forwardingAddr } = addresses;
    return {
      nodeId: record.nodeId,
      apiAddr,
      clusterAddr,
      forwardingAddr,
      hostname: hostname(),
      version: COFFER_VERSION,
      isSealed: isSealed(),
      featureLevel: FEATURE_LEVEL,
      pins: this.#pins,
    };
  }

  #learned(peer: number, facts: PeerFacts): void {
    this.#facts.set(peer, facts);
    this.#change();
  }

  #viewOf(member: Member): MemberView {
    const { incarnation } = member;
    const isSelf = incarnation === this.#options.record.incarnation;
    const facts = isSelf ? this.#ownFacts() : this.#facts.get(incarnation);
    return {
      ...member,
      ...this.network.table.contactOf(incarnation),
      ...(isSelf && { pins: this.#pins }),
      isVoter: this.#voters.has(incarnation),
      said: facts && {
        clusterAddr: facts.clusterAddr,
        forwardingAddr: facts.forwardingAddr,
        pins: facts.pins,
      },
      apiAddr: facts?.apiAddr ?? "",
      hostname: facts?.hostname ?? "",
      version: facts?.version ?? "",
      isSealed: facts?.isSealed ?? false,
    };
  }

  /** `undefined` where there is none: the first member's comes with its initialisation. */
  #recordOf(incarnation: number): Member | undefined {
    const { store, logger } = this.#options;
    const stored = store().get(memberKey(incarnation));
    if (stored === undefined) return undefined;
    try {
      return memberRecord.decode(stored.value);
    } catch (error) {
      logger.error("the record of a member can not be read", {
        member: incarnation,
        reason: (error as Error).message,
      });
      return undefined;
    }
  }

  #wasRemoved(incarnation: number): boolean {
    return this.#recordOf(incarnation)?.removedAtMs !== undefined;
  }

  /** This node takes part no more. */
  #leave(): void {
    if (this.#isRemoved) return;
    this.#isRemoved = true;
    this.network.close().catch(() => {});
    this.#options.removed();
  }

  #removedPins(incarnation: number): readonly string[] | undefined {
    const record = this.#recordOf(incarnation);
    return record?.removedAtMs === undefined ? undefined : record.pins;
  }

  /** Several changes of a turn are told once. */
  #change(): void {
    if (this.#isChangeDue) return;
    this.#isChangeDue = true;
    setImmediate(() => {
      this.#isChangeDue = false;
      this.#options.changed(this.view);
    });
  }
}
