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
}
