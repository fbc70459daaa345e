/** What a node tells its peers of itself, at the beginning of each stream and whenever it changes. */
export interface PeerFacts {
  /** The operator's name of the node. */
  readonly nodeId: string;
  /** Where clients are sent. */
  readonly apiAddr: string;
  readonly hostname: string;
  readonly version: string;
  readonly isSealed: boolean;
  /** The highest format of entries and messages that it reads. */
  readonly featureLevel: number;
  /** `host:port` at which it takes members in now; its record may still name another place. */
  readonly clusterAddr: string;
  readonly forwardingAddr: string;
  /** Certificates that it shows, or is about to show. */
  readonly pins: readonly string[];
  /** Who takes part, as far as it knows. */
  readonly members: KnownMembers | undefined;
}

/** Members as one node knows them: one that was away for long may know none of those who lead now. */
export interface KnownMembers {
  /** As of this entry. */
  readonly index: number;
  readonly members: readonly MemberContact[];
}

/** How a member is reached, and known when it calls. */
export interface MemberContact {
  readonly incarnation: number;
  readonly clusterAddr: string;
  readonly forwardingAddr: string;
  /** Any of these. */
  readonly pins: readonly string[];
}
