// Applies committed entries in batches, off the path that commits them: while one batch is written, what arrives
// forms the next. Readers see a batch before anybody is told of it.
import { assert } from "#base/assert.ts";
import { decodeConfChange } from "#raft/core/confchange/conf-change-codec.ts";
import { type Entry, entryBytes } from "#raft/core/entry.ts";
import type { Snapshot } from "#raft/core/snapshot.ts";
import type { StagedSnapshot } from "#raft/node/ports/snapshot-port.ts";
import type { StateMachinePort } from "#raft/node/ports/state-machine-port.ts";
import type { EntryPayload } from "../../entry-payload.ts";
import type { CommittedEntry, StateMachine } from "../../state/state-machine.ts";
import { encodeNodeMark } from "../recovery/node-mark.ts";
import { StateVerification } from "../recovery/state-verification.ts";
import type { StatePort } from "./state-port.ts";

export interface ApplierOptions {
  readonly port: StatePort;
  readonly machine: StateMachine;
  /** Whether the state stopped cleanly; otherwise it is compared with its hash once a replay is through. */
  readonly isVerified: boolean;
  /** What an entry's data says, where it was read already. */
  readonly payloadOf: (index: number, term: number) => EntryPayload | undefined;
  /** Readers see the effects of `entries`. */
  readonly onVisible: (entries: readonly Entry[], changed: readonly string[]) => void;
  /** The whole state was replaced by a snapshot's. */
  readonly onReplaced: (machine: StateMachine) => void;
  readonly onVerified: (records: number) => void;
}

type Work =
  | { readonly kind: "apply"; readonly entries: readonly Entry[]; readonly done: () => void }
  | { readonly kind: "install"; readonly staged: StagedSnapshot; readonly done: () => void };

/** A batch ends once it holds this much: what waits behind it should not wait long. */
const BATCH_BYTES = 512 * 1024;

export class Applier implements StateMachinePort {
  readonly #options: ApplierOptions;
  #machine: StateMachine;
  #queue: Work[] = [];
  #onStopped: (() => void) | undefined;
  #isBusy = false;
  #isVerified: boolean;
  #isVerifying = false;

  constructor(options: ApplierOptions) {
    this.#options = options;
    this.#machine = options.machine;
    this.#isVerified = options.isVerified;
  }

  get machine(): StateMachine {
    return this.#machine;
  }

  get isWhole(): boolean {
    return this.#isVerified && !this.#machine.isReplaying;
  }

  /** To be called once, when the node begins to work: a state that needs no replay may need a scan. */
  start(): void {
    this.#verifyIfDue();
  }

  apply(entries: readonly Entry[], done: () => void): void {
    this.#queue.push({ kind: "apply", entries, done });
    this.#pump();
  }

  install(staged: StagedSnapshot, done: () => void): void {
    this.#queue.push({ kind: "install", staged, done });
    this.#pump();
  }

  /** Finishes the batch that is being written, and begins no other: `done` when nothing is under way. */
  stop(done: () => void): void {
    this.#onStopped = done;
    if (!this.#isBusy) done();
  }

  markData({ membership }: Snapshot): Uint8Array {
    return encodeNodeMark({ membership, isClean: false });
  }

  #pump(): void {
    const first = this.#queue[0];
    if (this.#isBusy || first === undefined || this.#onStopped !== undefined) return;
    this.#isBusy = true;
    if (first.kind === "install") this.#install(first);
    else this.#applyBatch();
  }

  #applyBatch(): void {
    const works = this.#takeBatch();
    const entries = works.flatMap((work) =>
      work.entries.filter(({ index }) => index > this.#machine.position),
    );
    if (entries.length === 0) {
      this.#finish(works);
      return;
    }
    const { writes, changed } = this.#machine.stage(entries.map((entry) => this.#committed(entry)));
    this.#options.port.write(writes, () => {
      this.#machine.written();
      this.#options.onVisible(entries, changed);
      this.#finish(works);
    });
  }

  #finish(works: readonly Work[]): void {
    this.#isBusy = false;
    this.#verifyIfDue();
    for (const { done } of works) done();
    this.#onStopped?.();
    this.#pump();
  }

  #takeBatch(): (Work & { kind: "apply" })[] {
    const works: (Work & { kind: "apply" })[] = [];
    let bytes = 0;
    for (const work of this.#queue) {
      if (work.kind !== "apply" || bytes >= BATCH_BYTES) break;
      works.push(work);
      for (const entry of work.entries) bytes += entryBytes(entry);
    }
    this.#queue = this.#queue.slice(works.length);
    return works;
  }

  #committed(entry: Entry): CommittedEntry {
    const { index, term } = entry;
    const data = entry.kind === "data" ? entry.data : contextOf(entry);
    if (data.length === 0) return { index, term, data: undefined };
    return { index, term, data, payload: this.#options.payloadOf(index, term) };
  }

  #install(work: Work & { kind: "install" }): void {
    this.#queue.shift();
    const { snapshot } = work.staged;
    this.#options.port.install(work.staged, (machine) => {
      assert(machine.position === snapshot.index, "a snapshot's content is not of the index it claims");
      this.#machine = machine;
      // The content was verified before it was staged.
      this.#isVerified = true;
      this.#options.onReplaced(machine);
      this.#finish([work]);
    });
  }

  /** Between two batches: the scan sees exactly what the hash stands for. */
  #verifyIfDue(): void {
    if (this.#isVerified || this.#isVerifying || this.#machine.isReplaying) return;
    this.#isVerifying = true;
    const machine = this.#machine;
    new StateVerification({
      scan: this.#options.port.scan(),
      setHash: machine.applied.setHash,
      isWanted: () => machine === this.#machine,
      onVerified: (records) => {
        this.#isVerified = true;
        this.#options.onVerified(records);
      },
    }).run();
  }
}

/** What a membership change tells the state machine: a payload like any other entry's, or nothing. */
function contextOf(entry: Entry): Uint8Array {
  const change = decodeConfChange(entry.data);
  assert(change !== undefined, "a committed configuration change cannot be decoded");
  return change.context;
}
