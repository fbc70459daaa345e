// All that one node's Raft remembers. The modules beside this one change it; nothing here decides anything.

import type { Membership } from "../confchange/membership.ts";
import { type HardState, isEmptyHardState } from "../hard-state.ts";
import { RaftLog } from "../log/raft-log.ts";
import type { Message } from "../message.ts";
import type { RaftOptions } from "../raft-options.ts";
import type { ReadState } from "../read-state.ts";
import type { Role, SoftState } from "../soft-state.ts";
import { Tracker } from "../tracker/tracker.ts";
import { Lease } from "./lease.ts";
import { ReadQueue } from "./read-queue.ts";

export class RaftState {
  readonly options: RaftOptions;
  readonly id: number;
  readonly log: RaftLog;
  readonly tracker: Tracker;
  readonly reads: ReadQueue;
  readonly lease = new Lease();

  role: Role = "follower";
  term = 0;
  /** Whom this node voted for in `term`; 0 for nobody. */
  vote = 0;
  /** The leader of `term` as far as known; 0 for none. */
  leader = 0;

  /** Messages that may leave at once. */
  messages: Message[] = [];
  /** Messages that promise something about stored state: they leave once everything appended so far is durable. */
  afterAppend: Message[] = [];
  readStates: ReadState[] = [];

  /** Ticks since the node started. */
  ticks = 0;
  /** Follower: ticks since a leader or candidate was heard. Leader: ticks since the quorum was checked. */
  electionElapsed = 0;
  heartbeatElapsed = 0;
  electionTicks: number;
  randomizedElectionTicks: number;
  /** Whether `leader` was heard since time last passed unseen. */
  leaderHeard = true;
  /** Restarted with `readMode: "lease"`: a promise made before the restart may still hold until this tick. */
  voteFromTick = 0;

  /** Leader: to whom it is handing over; 0 for nobody. */
  transferee = 0;
  /** Leader: who last failed to take over in time; 0 for nobody. */
  failedTransferee = 0;
  /** Leader: no configuration change may be proposed before this index is applied. */
  pendingConfIndex = 0;
  /** Leader: data appended in this term and not known to be applied. May say too little, never too much. */
  uncommittedBytes = 0;

  /** The membership after the last applied entry. A snapshot not yet installed has put a later one into force. */
  appliedMembership: Membership;

  /** Lead only if nobody else will: the node is sealed, or otherwise of little use as a leader. */
  reluctant = false;
  /** Peers that a reluctant leader may hand over to. */
  eligiblePeers: ReadonlySet<number> = new Set();
  nextReadContext: number;

  constructor(options: RaftOptions) {
    const { hardState, membership } = options.storage.initialState();
    this.options = options;
    this.id = options.id;
    this.log = new RaftLog(options.storage, options.maxApplyingBytes);
    this.tracker = new Tracker(options);
    this.tracker.restore(membership, this.log.lastIndex);
    this.appliedMembership = this.tracker.membership;
    this.reads = new ReadQueue(options.id, options.maxPendingReads);
    this.electionTicks = options.electionTicks;
    this.randomizedElectionTicks = options.electionTicks;
    // Answers to an earlier life of this node may still be on their way: start where it surely has not been.
    this.nextReadContext = 1 + options.random(2 ** 48);
    if (!isEmptyHardState(hardState)) this.#load(hardState);
    if (options.applied > 0) this.log.appliedTo(options.applied, 0);
  }

  get hardState(): HardState {
    return { term: this.term, vote: this.vote, commit: this.log.committed };
  }

  get softState(): SoftState {
    return { leader: this.leader, role: this.role };
  }

  #load(hardState: HardState): void {
    this.log.loadCommit(hardState.commit);
    this.term = hardState.term;
    this.vote = hardState.vote;
    if (this.options.readMode === "lease") this.voteFromTick = this.options.electionTicks;
  }
}
