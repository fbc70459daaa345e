// Applies committed entries: unconditional writes, each tagged with its version, in one batch with the applied
// index, the set hash and the table of recent ids. Applying is idempotent, so a restart may replay from any earlier
// checkpoint: up to the stored applied index a replay rewrites records without moving the hash (design §3).
import { assert } from "#base/assert.ts";
import { decodePayload, type EntryPayload } from "../entry-payload.ts";
import type { ProposalId } from "../proposal-id.ts";
import type { Write } from "../write.ts";
import {
  APPLIED_STATE_KEY,
  type AppliedState,
  decodeAppliedState,
  encodeAppliedState,
  INITIAL_STATE,
} from "./applied-state.ts";
import { KnownRecords } from "./known-records.ts";
import { type Recall, RecentIds } from "./recent-ids.ts";
import { SetHash } from "./set-hash.ts";
import type { StateStore, StateWrite } from "./state-store.ts";
import { elementOf, encodeStored } from "./stored-value.ts";

/** A committed log entry. Without data it is a leader's no-op or a membership change: it moves the index only. */
export interface CommittedEntry {
  index: number;
  term: number;
  data: Uint8Array | undefined;
  /** What `data` says, where somebody has read it already. */
  payload?: EntryPayload | undefined;
}

/** What applying some entries makes of the store: one batch. */
export interface StagedEntries {
  writes: readonly StateWrite[];
  /** Keys that change, in order. */
  changed: readonly string[];
}

export class StateMachine {
  readonly #store: Pick<StateStore, "getRaw" | "write">;
  readonly #known: KnownRecords;
  readonly #ids: RecentIds;
  readonly #hash: SetHash;
  #state: AppliedState;
  /** What `#state` will be once the staged batch is written. */
  #staged: AppliedState | undefined;
  /** The last index that was applied or staged, which in a replay is behind `#state.index`. */
  #position: number;

  private constructor(store: Pick<StateStore, "getRaw" | "write">, state: AppliedState, ids: RecentIds) {
    this.#store = store;
    this.#known = new KnownRecords(store);
    this.#ids = ids;
    this.#hash = SetHash.decode(state.setHash);
    this.#state = state;
    this.#position = state.index;
  }

  /** @param recentIds how many entries the table of ids reaches back */
  static async open(
    store: Pick<StateStore, "getRaw" | "write" | "scanRaw">,
    recentIds?: number,
  ): Promise<StateMachine> {
    const bytes = store.getRaw(APPLIED_STATE_KEY);
    const state = bytes ? decodeAppliedState(bytes) : INITIAL_STATE;
    return new StateMachine(store, state, await RecentIds.load(store, state.idsFloorMs, recentIds));
  }

  /** As of the last entry whose batch is written. */
  get applied(): AppliedState {
    return this.#state;
  }

  /** Entries after this one must be applied next. */
  get position(): number {
    return this.#position;
  }

  /** Whether a replay has still to reach what the store already held. */
  get isReplaying(): boolean {
    return this.#position < this.#state.index;
  }

  /** Makes `apply` start again after `index`, a checkpoint at or before the applied index. */
  replayFrom(index: number): void {
    assert(index <= this.#state.index, "a checkpoint is not ahead of the applied state");
    this.#position = index;
  }

  /** The batch that makes an empty store begin after entry `index`: a cluster's first log starts there. */
  begin(index: number, term: number): StateWrite[] {
    assert(this.#state.index <= index && this.#position <= index, "only an empty state begins");
    this.#state = { ...this.#state, index, term };
    this.#position = index;
    return [{ key: APPLIED_STATE_KEY, value: encodeAppliedState(this.#state) }];
  }

  /** Version of `key` in applied state; 0 when absent. */
  versionOf(key: string): number {
    return this.#known.of(key).version;
  }

  recall(id: ProposalId): Recall {
    return this.#ids.recall(id);
  }

  /** Version that the writes of the entry at `index` get. */
  versionAt(index: number): number {
    return index + this.#state.versionOffset;
  }

  /** Applies consecutive entries in one batch. @returns the keys that changed, in order */
  async apply(entries: readonly CommittedEntry[]): Promise<readonly string[]> {
    const { writes, changed } = this.stage(entries);
    await this.#store.write(writes);
    this.written();
    return changed;
  }

  /** Works out what applying consecutive entries writes. One batch at a time: `written` must follow. */
  stage(entries: readonly CommittedEntry[]): StagedEntries {
    assert(this.#staged === undefined, "the batch before is not written yet");
    const batch: StateWrite[] = [];
    const changed: string[] = [];
    let state = this.#state;
    for (const entry of entries) {
      assert(entry.index === this.#position + 1, "entries are applied in order without a gap");
      const isReplay = entry.index <= state.index;
      const payload = entry.payload ?? (entry.data && decodePayload(entry.data));
      if (payload) this.#applyPayload(entry.index, payload, { batch, changed, isReplay });
      if (!isReplay) state = this.#advance(state, entry, payload);
      this.#position = entry.index;
    }
    state = { ...state, idsFloorMs: this.#ids.floorMs, setHash: this.#hash.encode() };
    batch.push({ key: APPLIED_STATE_KEY, value: encodeAppliedState(state) });
    this.#staged = state;
    return { writes: batch, changed };
  }

  /** The staged batch is in the store. */
  written(): void {
    assert(this.#staged !== undefined, "nothing was staged");
    this.#state = this.#staged;
    this.#staged = undefined;
    this.#known.written();
  }

  #advance(state: AppliedState, entry: CommittedEntry, payload: EntryPayload | undefined): AppliedState {
    const logTimeMs = Math.max(state.logTimeMs, payload?.logTimeMs ?? 0);
    return { ...state, index: entry.index, term: entry.term, logTimeMs };
  }

  #applyPayload(
    index: number,
    payload: EntryPayload,
    into: { batch: StateWrite[]; changed: string[]; isReplay: boolean },
  ): void {
    const version = this.versionAt(index);
    for (const write of payload.writes) {
      assert(!write.key.startsWith("!"), "no entry writes the state machine's own records");
      into.batch.push(this.#applyWrite(write, version, into.isReplay));
      into.changed.push(write.key);
    }
    const slot = { index, logTimeMs: payload.logTimeMs, id: payload.id };
    if (this.#ids.remember(slot)) into.batch.push(this.#ids.write(slot));
  }

  #applyWrite(write: Write, version: number, isReplay: boolean): StateWrite {
    const before = isReplay ? undefined : this.#known.of(write.key);
    if (before?.element) this.#hash.remove(before.element);
    if (write.value === undefined) {
      this.#known.drop(write.key);
      return { key: write.key, value: undefined };
    }
    const element = elementOf(write.key, version, write.value);
    if (!isReplay) this.#hash.add(element);
    this.#known.put(write.key, version, element);
    return { key: write.key, value: encodeStored(version, element, write.value) };
  }
}
