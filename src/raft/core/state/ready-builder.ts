// Collects what has changed since the last `Ready`, and keeps what its acknowledgement will set free.
import { assert } from "#base/assert.ts";
import { type Entry, entriesBytes, payloadBytes } from "../entry.ts";
import { type HardState, isEmptyHardState, sameHardState } from "../hard-state.ts";
import type { Message } from "../message.ts";
import type { Ready } from "../ready.ts";
import type { Snapshot } from "../snapshot.ts";
import type { SoftState } from "../soft-state.ts";
import type { AppendAcknowledgement, AppendWork, ApplyAcknowledgement, ApplyWork } from "../storage-work.ts";
import type { RaftState } from "./raft-state.ts";

/** What becomes true when a `Ready` is handled. */
interface Outstanding {
  /** Messages of this node to itself, to be stepped. */
  readonly responses: readonly Message[];
  readonly append: AppendAcknowledgement | undefined;
  readonly apply: ApplyAcknowledgement | undefined;
}

interface Changes {
  readonly hardState: HardState | undefined;
  readonly snapshot: Snapshot | undefined;
  readonly entries: readonly Entry[];
  readonly mustSync: boolean;
}

export class ReadyBuilder {
  readonly #state: RaftState;
  readonly #asynchronous: boolean;
  #softState: SoftState;
  #hardState: HardState;
  #outstanding: Outstanding | undefined;

  constructor(state: RaftState) {
    this.#state = state;
    this.#asynchronous = state.options.asyncStorageWrites;
    this.#softState = state.softState;
    this.#hardState = state.hardState;
  }

  pending(): boolean {
    const { log, messages, afterAppend, readStates } = this.#state;
    return (
      messages.length > 0 ||
      afterAppend.length > 0 ||
      readStates.length > 0 ||
      log.unstable.hasNextEntries ||
      log.unstable.nextSnapshot() !== undefined ||
      log.hasNextCommitted(!this.#asynchronous) ||
      this.#changedSoftState() !== undefined ||
      this.#changedHardState() !== undefined
    );
  }

  take(): Ready {
    assert(this.#outstanding === undefined, "the last Ready was not advanced");
    const state = this.#state;
    const softState = this.#changedSoftState();
    const changes = this.#changes();
    const committedEntries = state.log.nextCommitted(!this.#asynchronous);
    const apply = applyWork(committedEntries);
    const acknowledgement = this.#appendAcknowledgement(changes.snapshot);
    const readStates = state.readStates;
    const afterAppend = state.afterAppend;
    const messages = state.messages;
    if (!this.#asynchronous) {
      for (const message of afterAppend) if (message.to !== state.id) messages.push(message);
      this.#outstanding = {
        responses: afterAppend.filter((message) => message.to === state.id),
        append: acknowledgement,
        apply: apply?.acknowledgement,
      };
    }
    if (softState !== undefined) this.#softState = softState;
    if (changes.hardState !== undefined) this.#hardState = changes.hardState;
    this.#accept(apply);
    return {
      softState,
      ...changes,
      committedEntries,
      messages,
      readStates,
      append: this.#asynchronous ? appendWork(changes, afterAppend, acknowledgement) : undefined,
      apply: this.#asynchronous ? apply : undefined,
    };
  }

  /** What the last `Ready` sets free now that it is handled. */
  advance(): Outstanding {
    assert(!this.#asynchronous, "asynchronous writes are acknowledged one by one");
    const outstanding = this.#outstanding;
    assert(outstanding !== undefined, "there is no Ready to advance");
    this.#outstanding = undefined;
    return outstanding;
  }

  #changes(): Changes {
    const { log, term, vote } = this.#state;
    const entries = log.unstable.nextEntries();
    const mustSync = entries.length > 0 || term !== this.#hardState.term || vote !== this.#hardState.vote;
    return {
      hardState: this.#changedHardState(),
      snapshot: log.unstable.nextSnapshot(),
      entries,
      mustSync,
    };
  }

  #changedSoftState(): SoftState | undefined {
    const { leader, role } = this.#state;
    const same = leader === this.#softState.leader && role === this.#softState.role;
    return same ? undefined : { leader, role };
  }

  #changedHardState(): HardState | undefined {
    const hardState = this.#state.hardState;
    const unchanged = isEmptyHardState(hardState) || sameHardState(hardState, this.#hardState);
    return unchanged ? undefined : hardState;
  }

  /**
   * Names the end of the log whenever the tail holds entries, also ones handed out before: the acknowledgement that
   * came with those may have been ignored because the term changed, and this one is in the new term.
   */
  #appendAcknowledgement(snapshot: Snapshot | undefined): AppendAcknowledgement | undefined {
    const { log, term } = this.#state;
    const last = log.unstable.hasEntries ? log.lastId : undefined;
    if (last === undefined && snapshot === undefined) return undefined;
    return { term, last, snapshot };
  }

  #accept(apply: ApplyWork | undefined): void {
    const state = this.#state;
    state.messages = [];
    state.afterAppend = [];
    state.readStates = [];
    state.log.unstable.accept();
    if (apply === undefined) return;
    const { index, bytes } = apply.acknowledgement;
    state.log.acceptApplying(index, bytes, !this.#asynchronous);
  }
}

function applyWork(entries: readonly Entry[]): ApplyWork | undefined {
  const last = entries.at(-1);
  if (last === undefined) return undefined;
  const bytes = entriesBytes(entries);
  return { entries, acknowledgement: { index: last.index, bytes, payloadBytes: payloadBytes(entries) } };
}

function appendWork(
  { hardState, snapshot, entries, mustSync }: Changes,
  responses: readonly Message[],
  acknowledgement: AppendAcknowledgement | undefined,
): AppendWork | undefined {
  const nothing =
    hardState === undefined && snapshot === undefined && entries.length === 0 && responses.length === 0;
  // Without work or responses there is nothing to acknowledge either: earlier work will.
  return nothing ? undefined : { hardState, snapshot, entries, mustSync, responses, acknowledgement };
}
