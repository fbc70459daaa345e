// What the threads of a node ask of each other about its cluster.

import type { Membership } from "#raft/core/confchange/membership.ts";
import type { Snapshot } from "#raft/core/snapshot.ts";
import type { KnownMembers, MemberContact } from "#raft/grpc/peer-facts.ts";
import type { Outcome } from "#storage/consensus.ts";
import type { MembershipWish } from "#storage/replicated/desk/membership-desk.ts";
import type { ClusterIds } from "../node/node-file.ts";

/** A member, and what this node has heard of it. */
export interface MemberView extends MemberContact {
  readonly nodeId: string;
  readonly wantsVote: boolean;
  readonly isVoter: boolean;
  readonly joinedAtMs: number;
  /** Where it is by its own words, and which certificates it shows; `undefined`: nothing was heard yet. */
  readonly said: Omit<MemberContact, "incarnation"> | undefined;
  /** Empty where nothing was heard yet. */
  readonly apiAddr: string;
  readonly hostname: string;
  readonly version: string;
  readonly isSealed: boolean;
}

/** Pushed to every request thread when it changes. */
export interface ClusterView {
  /** `undefined` while this node is in none. */
  readonly ids: ClusterIds | undefined;
  readonly members: readonly MemberView[];
}

/** How far a member is, and when it was last heard. */
export interface MemberProgress {
  readonly incarnation: number;
  /** Of the leader's log, as far as it acknowledged it; -1: this node does not lead. */
  readonly match: number;
  readonly isConnected: boolean;
  /** Without a break. */
  readonly connectedMs: number;
  /** `undefined`: never since this node started. */
  readonly heardMsAgo: number | undefined;
  readonly roundTripMs: number | undefined;
}

export interface ClusterStatus {
  readonly isOpenLeader: boolean;
  /** For how long it leads. */
  readonly leadingMs: number;
  readonly term: number;
  readonly leader: number;
  readonly lastIndex: number;
  readonly lastTerm: number;
  readonly committed: number;
  readonly membership: Membership;
  readonly progress: readonly MemberProgress[];
  /** As of which entry the members are. */
  readonly membersIndex: number;
}

/** Answered by the consensus thread. */
export type ConsensusMethods = {
  clusterView(): ClusterView;
  clusterStatus(): ClusterStatus;
  changeMembership(wish: MembershipWish): Promise<Outcome>;
  /** Says whether anything was begun. */
  handOver(argument: { to: number | undefined }): boolean;
  /** Who takes part after entry `index`; `undefined` when that is not known (yet). */
  membershipAt(argument: { index: number }): Membership | undefined;
  /** A member is being sent a snapshot. */
  snapshotActivity(argument: { peer: number }): void;
  /** Begins a cluster of this node alone. */
  begin(ids: ClusterIds): Promise<void>;
  /** Waits for the members of a cluster that has taken this node in. */
  introduce(argument: { ids: ClusterIds; members: KnownMembers }): void;
  /** The node's certificate was exchanged. */
  credentialsChanged(argument: { pins: readonly string[] }): void;
};

/** From whom a snapshot is pulled, and what it must cover. */
export interface PullWish {
  readonly from: MemberContact;
  readonly atLeast: number;
  readonly ids: ClusterIds;
}

/** Content that was pulled and verified, and lies in a folder of its own. */
export interface PulledState {
  readonly place: string;
  readonly snapshot: Snapshot;
}

/** Answered by every thread that reads the state. */
export type StateReaderMethods = {
  /** Another state is in the old one's place: read there when this settles. */
  replaceState(argument: { place: string }): Promise<void>;
};

/** Answered by request threads. */
export type PeerMethods = StateReaderMethods & {
  clusterChanged(view: ClusterView): void;
  pullState(wish: PullWish): Promise<PulledState | undefined>;
  cancelPull(): void;
};

/** Answered by the main thread. */
export type NodeMethods = StateReaderMethods & {
  /** This node was removed from its cluster. */
  removed(): void;
};
