// A node of a trace's cluster: the core, the log it writes to, and the storage work that waits.
import type { Entry } from "#raft/core/entry.ts";
import { type HardState, isEmptyHardState } from "#raft/core/hard-state.ts";
import { type RaftOptions, raftOptions } from "#raft/core/raft-options.ts";
import { RawNode } from "#raft/core/raw-node.ts";
import type { Snapshot } from "#raft/core/snapshot.ts";
import type { AppendWork, ApplyWork } from "#raft/core/storage-work.ts";
import { MemoryLog } from "../raft-core/memory-log.ts";

export class TraceNode {
  readonly id: number;
  readonly raft: RawNode;
  readonly log = new MemoryLog();
  readonly asynchronous: boolean;
  readonly appendWork: AppendWork[] = [];
  readonly applyWork: ApplyWork[] = [];
  readonly electionTicks: number;
  readonly heartbeatTicks: number;
  /** The state after each applied entry, newest last: what a snapshot of this node says. */
  readonly #history: Snapshot[];
  #nextRandom = 0;

  constructor(id: number, template: Partial<RaftOptions>, start: Snapshot) {
    if (start.index > 0) this.log.installSnapshot(start);
    this.#history = [start];
    this.log.snapshotSource = () => this.snapshot;
    const random = (bound: number) => (bound > 1000 ? 0 : this.#nextRandom);
    const options = raftOptions({ ...template, id, storage: this.log, random });
    this.id = id;
    this.asynchronous = options.asyncStorageWrites;
    this.electionTicks = options.electionTicks;
    this.heartbeatTicks = options.heartbeatTicks;
    this.raft = new RawNode(options);
  }

  get snapshot(): Snapshot {
    const newest = this.#history.at(-1);
    if (newest === undefined) throw new Error("a node always has a snapshot");
    return newest;
  }

  /** The core draws a random share on top of the election timeout: let it draw what makes the sum `ticks`. */
  setRandomizedElectionTimeout(ticks: number): void {
    this.#nextRandom = ticks - this.electionTicks;
    this.raft.setElectionTicks(this.electionTicks);
    this.#nextRandom = 0;
  }

  /** Writes to the log, as far as there is something to write. */
  store(hardState: HardState | undefined, entries: readonly Entry[], snapshot: Snapshot | undefined): void {
    if (hardState !== undefined && !isEmptyHardState(hardState)) this.log.hardState = hardState;
    if (snapshot !== undefined) {
      if (entries.length > 0) throw new Error("can't apply snapshot and entries at the same time");
      this.log.installSnapshot(snapshot);
    } else {
      this.log.append(entries);
    }
  }

  apply(entries: readonly Entry[]): void {
    for (const entry of entries) {
      const changes = entry.kind === "conf-change";
      const membership = changes ? this.raft.applyConfChange(entry) : this.snapshot.membership;
      this.#history.push({ index: entry.index, term: entry.term, membership });
    }
  }
}
