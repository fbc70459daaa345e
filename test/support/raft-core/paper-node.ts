// A single node brought into the role a test is about, without pre-vote and check-quorum: the Raft of the paper.
import { EMPTY_BYTES } from "#base/bytes.ts";
import type { Entry } from "#raft/core/entry.ts";
import type { HardState } from "#raft/core/hard-state.ts";
import type { Message, MessageOf } from "#raft/core/message.ts";
import type { RaftOptions } from "#raft/core/raft-options.ts";
import { MemoryLog } from "./memory-log.ts";
import { SteppedNode } from "./stepped-node.ts";

export interface PaperSetup {
  readonly id?: number;
  readonly voters?: readonly number[];
  /** Terms of the entries the log begins with, from index 1. */
  readonly terms?: readonly number[];
  readonly hardState?: Partial<HardState>;
  readonly options?: Partial<RaftOptions>;
}

export const ELECTION_TICKS = 10;

export function aNode(setup: PaperSetup = {}): SteppedNode {
  const log = MemoryLog.withVoters(...(setup.voters ?? [1, 2, 3]));
  log.append(entriesOf(setup.terms ?? []));
  if (setup.hardState !== undefined) log.hardState = { term: 0, vote: 0, commit: 0, ...setup.hardState };
  const options = {
    electionTicks: ELECTION_TICKS,
    heartbeatTicks: 1,
    preVote: false,
    checkQuorum: false,
    ...setup.options,
  };
  return new SteppedNode({ id: setup.id ?? 1, log, options });
}

/** A follower that has heard node 2 as the leader of `term`. */
export function aFollower(term: number, setup: PaperSetup = {}): SteppedNode {
  const node = aNode(setup);
  node.raft.step({ kind: "heartbeat", from: 2, to: node.id, term, commit: 0, round: 1 });
  node.settle();
  return node;
}

/** A node that campaigns in the term after the one it starts in. */
export function aCandidate(setup: PaperSetup = {}): SteppedNode {
  const node = aNode(setup);
  node.raft.campaign();
  node.settle();
  return node;
}

/** A node that everybody has elected, and nobody has answered since. */
export function aLeader(setup: PaperSetup = {}): SteppedNode {
  const node = aCandidate(setup);
  const { membership, term } = node.raft.status();
  for (const from of membership.voters) {
    if (from !== node.id) node.raft.step(vote(from, node.id, term));
  }
  node.settle();
  return node;
}

/** A leader whose first entry everybody has stored. */
export function anEstablishedLeader(setup: PaperSetup = {}): SteppedNode {
  const node = aLeader(setup);
  const { membership, lastIndex, term } = node.raft.status();
  for (const from of membership.voters) {
    if (from !== node.id) node.raft.step(accepted(from, node.id, term, lastIndex));
  }
  node.settle();
  return node;
}

export function entriesOf(terms: readonly number[], firstIndex = 1): Entry[] {
  return terms.map((term, offset) => ({ term, index: firstIndex + offset, kind: "data", data: EMPTY_BYTES }));
}

export function vote(from: number, to: number, term: number, rejected = false): MessageOf<"vote-response"> {
  return { kind: "vote-response", from, to, term, rejected };
}

export function accepted(
  from: number,
  to: number,
  term: number,
  index: number,
): MessageOf<"append-response"> {
  return { kind: "append-response", from, to, term, index, rejected: false, hintIndex: 0, hintTerm: 0 };
}

/** The answer of a member that takes everything. */
export function acceptanceOf({ from, to, term, previousIndex, entries }: MessageOf<"append">) {
  return accepted(to, from, term, previousIndex + entries.length);
}

export function ofKind<Kind extends Message["kind"]>(
  messages: readonly Message[],
  kind: Kind,
): MessageOf<Kind>[] {
  return messages.filter((message): message is MessageOf<Kind> => message.kind === kind);
}
