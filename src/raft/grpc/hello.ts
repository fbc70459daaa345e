/** With what a stream begins: who speaks to whom, and of which cluster both take themselves for members. */
export interface Hello {
  readonly clusterId: string;
  /** Another one of the same cluster was abandoned when its quorum was lost for good (raft-ha §2.8). */
  readonly lineageId: string;
  /** Incarnations. */
  readonly from: number;
  readonly to: number;
}

/** How frames are made; a stream of another format is refused. */
export const FRAME_FORMAT = 1;
