// From what log and state store say after a start to where the node goes on. Pure.
import { EMPTY_MEMBERSHIP, type Membership } from "#raft/core/confchange/membership.ts";
import type { HardState } from "#raft/core/hard-state.ts";
import type { LogMark, LogPort, LogWork } from "#raft/node/ports/log-port.ts";
import type { AppliedState } from "../../state/applied-state.ts";
import { decodeNodeMark, encodeNodeMark } from "./node-mark.ts";
import { StateDamageError } from "./state-damage-error.ts";

export interface Found {
  readonly log: Pick<LogPort, "hardState" | "lastIndex" | "mark" | "term">;
  readonly applied: Pick<AppliedState, "index" | "term">;
  /** From which snapshot the state store began. */
  readonly stateMark: LogMark | undefined;
}

export type RecoveryPlan =
  /** Neither log nor state: waits for a snapshot, unless it is to begin a cluster. */
  | { readonly kind: "empty" }
  /** The node stopped while a snapshot was installed. Make this durable, then plan again. */
  | { readonly kind: "finish-install"; readonly work: LogWork }
  | {
      readonly kind: "go-on";
      /** Entries after this one are applied again: the store is durable only up to here. */
      readonly replayFrom: number;
      readonly membership: Membership;
      /** The state needs no scan: it stopped cleanly, or has just begun. */
      readonly isVerified: boolean;
    };

/** The first entry's place is taken by the beginning itself, so that every joiner starts from a snapshot. */
export const BEGINNING = { index: 1, term: 1 };

/** @throws StateDamageError when log and state store contradict each other */
export function planRecovery({ log, applied, stateMark }: Found): RecoveryPlan {
  const mark = log.mark;
  if (stateMark !== undefined && (mark === undefined || stateMark.index > mark.index)) {
    if (stateMark.index !== applied.index) {
      throw new StateDamageError(`it was at entry ${applied.index}, but the log that led there is gone`);
    }
    return { kind: "finish-install", work: installWork(stateMark, log.hardState) };
  }
  if (mark === undefined) {
    if (log.lastIndex > 0) {
      throw new StateDamageError("its log names no members, as those of versions before 0.1 did not");
    }
    return { kind: "empty" };
  }
  if (applied.index < mark.index) {
    throw new StateDamageError(`it ends at entry ${applied.index} but was durable up to ${mark.index}`);
  }
  if (applied.index > log.lastIndex) {
    throw new StateDamageError(`it is at entry ${applied.index}, but the log ends at ${log.lastIndex}`);
  }
  if (log.term(applied.index) !== applied.term) {
    throw new StateDamageError(
      `its entry ${applied.index} of term ${applied.term} is another one in the log`,
    );
  }
  const { membership, isClean } = decodeNodeMark(mark.data);
  const isVerified = isClean && applied.index === mark.index;
  return { kind: "go-on", replayFrom: mark.index, membership, isVerified };
}

/** What the state of a cluster's first member begins with. */
export function beginningMark(members: Pick<Membership, "voters">): LogMark {
  const membership = { ...EMPTY_MEMBERSHIP, ...members };
  return { ...BEGINNING, data: encodeNodeMark({ membership, isClean: true }) };
}

/** An entry of a later term proves that this node has seen that term; it has not voted in it. */
function installWork(install: LogMark, { term, vote }: HardState): LogWork {
  const hardState =
    install.term > term
      ? { term: install.term, vote: 0, commit: install.index }
      : { term, vote, commit: install.index };
  return { install, hardState };
}
