// Everything one node says to another. Mapped one to one onto proto/raft.proto.
//
// A message may be lost, repeated, delayed and reordered. `term` is the sender's term, except where said; the
// receiver of a higher term adopts it. Ids are never 0.
import type { Entry, ProposedEntry } from "./entry.ts";
import type { Snapshot } from "./snapshot.ts";

interface Envelope {
  readonly from: number;
  readonly to: number;
}

interface TermedEnvelope extends Envelope {
  readonly term: number;
}

/** Leader to member (AppendEntries, Raft paper §5.3). Without entries it only tells the commit index. */
interface AppendRequest extends TermedEnvelope {
  readonly kind: "append";
  /** The entry before `entries`: the member must have exactly this one. */
  readonly previousIndex: number;
  readonly previousTerm: number;
  /** Contiguous from `previousIndex + 1`. */
  readonly entries: readonly Entry[];
  readonly commit: number;
}

/** Answers an append or a snapshot; leaves only once what it acknowledges is durable. */
interface AppendResponse extends TermedEnvelope {
  readonly kind: "append-response";
  /** Accepted: the log agrees with the leader's up to here. Rejected: the `previousIndex` that did not match. */
  readonly index: number;
  readonly rejected: boolean;
  /** Rejected: the last place where the logs may still agree. 0 otherwise. */
  readonly hintIndex: number;
  /** Rejected: the member's term at `hintIndex`; 0 when it does not know. */
  readonly hintTerm: number;
}

/**
 * Candidate to voter (RequestVote, Raft paper §5.2). A pre-vote (thesis §9.6) asks whether a vote would be granted;
 * its `term` is the one the candidate would campaign in, and nobody adopts it.
 */
interface VoteRequest<Kind extends "vote" | "pre-vote"> extends TermedEnvelope {
  readonly kind: Kind;
  /** The candidate's last entry. */
  readonly lastIndex: number;
  readonly lastTerm: number;
  /** The leader asked for this election (thesis §3.10), so voters need not protect it. */
  readonly transfer: boolean;
}

/** Leaves only once the vote is durable. A granted pre-vote repeats the term of its request. */
interface VoteResponse<Kind extends "vote-response" | "pre-vote-response"> extends TermedEnvelope {
  readonly kind: Kind;
  readonly rejected: boolean;
}

/** Leader to member: I am alive, and this much of your log is committed. */
interface Heartbeat extends TermedEnvelope {
  readonly kind: "heartbeat";
  /** Never beyond what the member is known to hold. */
  readonly commit: number;
  /** Which round this is; grows over the life of the leader's process and is never used twice in a term. */
  readonly round: number;
}

/** Proves that its sender still took the leader for leader after the round began (thesis §6.4). */
interface HeartbeatResponse extends TermedEnvelope {
  readonly kind: "heartbeat-response";
  readonly round: number;
}

/** Leader to member: your log ended before mine begins; pull this snapshot (InstallSnapshot, Raft paper §7). */
interface InstallSnapshot extends TermedEnvelope {
  readonly kind: "snapshot";
  readonly snapshot: Snapshot;
}

/** Leader to voter: campaign now, without pre-vote (thesis §3.10). */
interface TimeoutNow extends TermedEnvelope {
  readonly kind: "timeout-now";
}

/** Follower to leader: hand over to `transferee`. */
interface TransferLeader extends TermedEnvelope {
  readonly kind: "transfer-leader";
  readonly transferee: number;
}

/** Follower to leader: append these. Only sent and accepted with `proposalForwarding`. */
interface Propose extends Envelope {
  readonly kind: "propose";
  readonly entries: readonly ProposedEntry[];
}

/** Follower to leader: up to which index must I have applied to read what is current? (thesis §6.4) */
interface ReadIndexRequest extends Envelope {
  readonly kind: "read-index";
  /** Chosen by the asking node, which never uses it for another request. */
  readonly context: number;
}

interface ReadIndexResponse extends TermedEnvelope {
  readonly kind: "read-index-response";
  readonly context: number;
  readonly index: number;
}

export type Message =
  | AppendRequest
  | AppendResponse
  | VoteRequest<"vote">
  | VoteResponse<"vote-response">
  | VoteRequest<"pre-vote">
  | VoteResponse<"pre-vote-response">
  | Heartbeat
  | HeartbeatResponse
  | InstallSnapshot
  | TimeoutNow
  | TransferLeader
  | Propose
  | ReadIndexRequest
  | ReadIndexResponse;

/** The messages of one kind: `MessageOf<"append">`. */
export type MessageOf<Kind extends Message["kind"]> = Extract<Message, { readonly kind: Kind }>;

/** Messages that belong to a term; the others count in whatever term they arrive. */
export type TermedMessage = Exclude<Message, Propose | ReadIndexRequest>;
