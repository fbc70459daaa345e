// All that the core's storage work goes through: the log with its newest entries in memory, the state machine, and
// snapshots between the two.
import { assert } from "#base/assert.ts";
import type { Membership } from "#raft/core/confchange/membership.ts";
import type { LogStorage } from "#raft/core/log-storage.ts";
import type { RawNode } from "#raft/core/raw-node.ts";
import type { Ready } from "#raft/core/ready.ts";
import type { Snapshot } from "#raft/core/snapshot.ts";
import type { AppendWork } from "#raft/core/storage-work.ts";
import type { LogMark, LogPort } from "../ports/log-port.ts";
import type { StagedSnapshot } from "../ports/snapshot-port.ts";
import type { StateMachinePort } from "../ports/state-machine-port.ts";
import type { NodeStart } from "../raft-node-options.ts";
import { AppendQueue } from "./append-queue.ts";
import { ApplyQueue } from "./apply-queue.ts";
import { EntryCache } from "./entry-cache.ts";
import { LogView } from "./log-view.ts";

export interface NodeStorageOptions {
  readonly log: LogPort;
  readonly machine: StateMachinePort;
  readonly start: NodeStart;
  readonly cacheBytes: number;
  /** `work` and all before it are durable. */
  readonly release: (work: AppendWork) => void;
  readonly onApplied: (index: number, membership: Membership) => void;
  /** The content of a snapshot that the core has just taken over. */
  readonly staged: (snapshot: Snapshot) => StagedSnapshot | undefined;
}

export class NodeStorage {
  /** What the core reads. */
  readonly view: LogStorage;
  readonly #options: NodeStorageOptions;
  readonly #cache: EntryCache;
  readonly #appends: AppendQueue;
  readonly #applies: ApplyQueue;
  /** Snapshots that the core has taken over and the log has not, by index. */
  readonly #installing = new Map<number, StagedSnapshot>();

  constructor(options: NodeStorageOptions, raw: () => RawNode) {
    const { log, machine, start, release, onApplied } = options;
    this.#options = options;
    this.#cache = new EntryCache(options.cacheBytes);
    this.#cache.clear(log.lastIndex + 1);
    this.view = new LogView({ log, cache: this.#cache, start, snapshot: () => this.#snapshot() });
    this.#appends = new AppendQueue({
      log,
      cache: this.#cache,
      install: (snapshot, done) => this.#install(snapshot, done),
      release,
    });
    this.#applies = new ApplyQueue({ raw, machine, start, onApplied });
  }

  get applied(): number {
    return this.#applies.applied;
  }

  /** Who takes part after the last applied entry. */
  get membership(): Membership {
    return this.#applies.membership;
  }

  get backlog(): { readonly appends: number; readonly applying: number; readonly cacheBytes: number } {
    const { length } = this.#appends;
    return { appends: length, applying: this.#applies.pendingEntries, cacheBytes: this.#cache.bytes };
  }

  /** How long the oldest append has been under way. */
  oldestAppendMs(nowMs: number): number {
    return this.#appends.oldestMs(nowMs);
  }

  take({ append, apply }: Ready, nowMs: number): void {
    if (append !== undefined) {
      if (append.snapshot !== undefined) this.#expect(append.snapshot);
      this.#appends.take(append, nowMs);
    }
    if (apply !== undefined) this.#applies.take(apply);
  }

  #expect(snapshot: Snapshot): void {
    const staged = this.#options.staged(snapshot);
    assert(staged !== undefined, "a snapshot without content is to be installed");
    this.#installing.set(snapshot.index, staged);
  }

  #install(snapshot: Snapshot, done: (mark: LogMark) => void): void {
    const { machine } = this.#options;
    const staged = this.#installing.get(snapshot.index);
    assert(staged !== undefined, "the content of a snapshot got lost");
    this.#installing.delete(snapshot.index);
    machine.install(staged, () => {
      this.#applies.installed(snapshot);
      done({ index: snapshot.index, term: snapshot.term, data: machine.markData(snapshot) });
    });
  }

  /** What a snapshot of the state would stand for now. */
  #snapshot(): Snapshot | undefined {
    const { applied, membership } = this.#applies;
    const term = this.#options.log.term(applied);
    if (applied === 0 || term === undefined || !this.#options.machine.isWhole) return undefined;
    return { index: applied, term, membership };
  }
}
