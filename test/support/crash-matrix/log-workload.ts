// A random life of a log: appends, votes, conflicts, checkpoints, compaction, snapshots, idle moments, clean stops,
// and processes killed in the middle of a write. Records every disk operation and what was acknowledged when.
import assert from "node:assert/strict";
import type { Entry } from "#raft/core/entry.ts";
import type { Disk } from "#storage/disk/disk.ts";
import type { LogLimits } from "#storage/log/log-limits.ts";
import type { LogWrite } from "#storage/log/log-write.ts";
import { SegmentedLog } from "#storage/log/segmented-log.ts";
import type { DiskOperation } from "#test/simulated-disk/disk-operation.ts";
import { DiskState } from "#test/simulated-disk/disk-state.ts";
import { SeededRandom } from "#test/simulated-disk/seeded-random.ts";
import { SimulatedDisk } from "#test/simulated-disk/simulated-disk.ts";
import { ReferenceLog, textOfLog } from "./reference-log.ts";

export const DIRECTORY = "/raft-log";

export const SMALL_LIMITS: LogLimits = {
  segmentBytes: 40 * 1024,
  groupBytes: 8 * 1024,
  recordBytes: 4 * 1024,
  entryBytes: 3 * 1024,
  snapshotBytes: 128,
};

/** What a log opened after a crash at a moment of the workload may say. */
export interface Moment {
  /** The first operation of the trace that is no longer under this. */
  readonly until: number;
  /** In order from what is acknowledged to all that is being written. */
  readonly candidates: readonly ReferenceLog[];
  /** What was being written, if anything. */
  readonly writes: readonly LogWrite[];
}

export interface RecordedLife {
  readonly trace: readonly DiskOperation[];
  readonly moments: readonly Moment[];
  readonly end: ReferenceLog;
}

export interface WorkloadOptions {
  readonly seed: number;
  readonly steps: number;
  /** What the log sees of the disk: a test of the matrix puts a lying one here. */
  readonly wrap?: (disk: Disk) => Disk;
}

class Killed extends Error {}

export function recordLife({ seed, steps, wrap = (disk) => disk }: WorkloadOptions): RecordedLife {
  const life = new Life(new SeededRandom(seed), wrap);
  for (let step = 0; step < steps; step++) life.step();
  life.stop();
  return { trace: life.trace, moments: life.moments, end: life.model };
}

class Life {
  readonly trace: DiskOperation[] = [];
  readonly moments: Moment[] = [];
  model = new ReferenceLog();
  readonly #random: SeededRandom;
  readonly #disk: SimulatedDisk;
  readonly #wrap: (disk: Disk) => Disk;
  #log: SegmentedLog;
  #killIn = Number.POSITIVE_INFINITY;

  constructor(random: SeededRandom, wrap: (disk: Disk) => Disk) {
    this.#random = random;
    this.#wrap = wrap;
    this.#disk = new SimulatedDisk(new DiskState(), {
      before: ({ kind }) => {
        if (kind !== "read" && kind !== "list" && kind !== "open" && --this.#killIn < 0) throw new Killed();
        return undefined;
      },
      done: (operation) => this.trace.push(operation),
    });
    this.#log = this.#open();
    this.#note([this.model]);
  }

  step(): void {
    const choice = this.#random.below(100);
    if (choice < 8) this.#quietly(() => this.#log.acknowledge());
    else if (choice < 14) this.#quietly(() => this.#log.needsSpare && this.#log.prepareSpare());
    else if (choice < 18) this.#reopen(() => this.#log.close());
    else if (choice < 21) this.#reopen(() => {});
    else if (choice < 26) this.#dieWriting();
    else this.#write(this.#randomWrites());
  }

  stop(): void {
    this.#log.close();
    this.#note([this.model]);
  }

  #open(): SegmentedLog {
    return SegmentedLog.open({ disk: this.#wrap(this.#disk), directory: DIRECTORY, limits: SMALL_LIMITS });
  }

  /** Everything up to now was under `candidates`. */
  #note(candidates: readonly ReferenceLog[], writes: readonly LogWrite[] = []): void {
    this.moments.push({ until: this.trace.length, candidates, writes });
  }

  #quietly(act: () => void): void {
    act();
    this.#note([this.model]);
  }

  #reopen(stop: () => void): void {
    stop();
    this.#log = this.#open();
    this.#note([this.model]);
  }

  #write(writes: readonly LogWrite[]): void {
    const candidates = this.#candidates(writes);
    this.#log.write(writes);
    this.#note(candidates, writes);
    this.model = candidates.at(-1) ?? this.model;
  }

  /** The process is killed; the next one finds all or part of the write, and that is the log from then on. */
  #dieWriting(): void {
    const writes = this.#randomWrites();
    const candidates = this.#candidates(writes);
    this.#killIn = this.#random.below(4);
    try {
      this.#log.write(writes);
    } catch (error) {
      assert.ok(error instanceof Killed, String(error));
    }
    this.#killIn = Number.POSITIVE_INFINITY;
    this.#log = this.#open();
    this.#note(candidates, writes);
    const text = textOfLog(this.#log);
    const found = candidates.find((candidate) => candidate.text() === text);
    assert.ok(found, `after a kill the log says\n${text}`);
    this.model = found;
  }

  #candidates(writes: readonly LogWrite[]): ReferenceLog[] {
    const candidates = [this.model];
    for (const write of writes) candidates.push(...(candidates.at(-1) ?? this.model).steps(write).slice(1));
    return candidates;
  }

  #randomWrites(): LogWrite[] {
    const writes: LogWrite[] = [];
    let model = this.model;
    for (let left = this.#random.pick([1, 1, 1, 2, 3]); left > 0; left--) {
      const write = this.#randomWrite(model);
      writes.push(write);
      model = model.steps(write).at(-1) ?? model;
    }
    return writes;
  }

  #randomWrite(model: ReferenceLog): LogWrite {
    const choice = this.#random.below(100);
    if (choice < 50) return this.#append(model, model.lastIndex + 1);
    if (choice < 60) return this.#vote(model);
    if (choice < 68) return this.#conflict(model);
    if (choice < 72) return this.#truncate(model);
    if (choice < 82) return this.#checkpoint(model);
    if (choice < 94) return this.#compact(model);
    return this.#install(model);
  }

  #append(model: ReferenceLog, first: number): LogWrite {
    const { term, vote, commit } = model.hardState;
    const newTerm = Math.max(term, model.term(first - 1), 1) + (this.#random.chance(0.1) ? 1 : 0);
    const entries: Entry[] = [];
    const size = this.#random.pick([20, 200, 600, 3000]);
    for (let left = this.#random.pick([1, 1, 2, 5, 8]); left > 0; left--) {
      const data = this.#random.bytes(this.#random.below(size + 1));
      const kind = this.#random.chance(0.1) ? "conf-change" : "data";
      entries.push({ index: first + entries.length, term: newTerm, kind, data });
    }
    if (newTerm === term && this.#random.chance(0.4)) return { entries };
    const last = first + entries.length - 1;
    const newCommit = this.#random.between(Math.min(commit, last), last);
    return { hardState: { term: newTerm, vote: newTerm === term ? vote : 0, commit: newCommit }, entries };
  }

  #vote(model: ReferenceLog): LogWrite {
    const { term, commit } = model.hardState;
    const hardState = {
      term: term + 1,
      vote: this.#random.between(1, 5),
      commit: Math.min(commit, model.lastIndex),
    };
    return { hardState };
  }

  /** A new leader's entries replace the end of the log. */
  #conflict(model: ReferenceLog): LogWrite {
    if (model.lastIndex === model.floor) return this.#append(model, model.lastIndex + 1);
    const first = this.#random.between(model.floor + 1, model.lastIndex);
    const write = this.#append(model, first);
    if (write.hardState !== undefined) return write;
    const commit = Math.min(model.hardState.commit, first);
    return { ...write, hardState: { ...model.hardState, commit } };
  }

  #truncate(model: ReferenceLog): LogWrite {
    if (model.lastIndex === model.floor) return this.#vote(model);
    const truncateFrom = this.#random.between(model.floor + 1, model.lastIndex);
    const commit = Math.min(model.hardState.commit, truncateFrom - 1);
    return { hardState: { ...model.hardState, commit }, truncateFrom };
  }

  #checkpoint(model: ReferenceLog): LogWrite {
    return { checkpoint: this.#random.between(model.compacted.index, model.lastIndex) };
  }

  #compact(model: ReferenceLog): LogWrite {
    const checkpoint = this.#random.between(
      Math.max(model.checkpoint, model.compacted.index),
      model.lastIndex,
    );
    const index = this.#random.between(model.compacted.index, checkpoint);
    const snapshot = { index: checkpoint, term: model.term(checkpoint), data: this.#random.bytes(20) };
    return { snapshot, checkpoint, compactTo: { index, term: model.term(index) } };
  }

  #install(model: ReferenceLog): LogWrite {
    const index = model.lastIndex + this.#random.between(0, 20);
    const term = Math.max(model.lastTerm, model.hardState.term, 1);
    const install = { index, term, data: this.#random.bytes(this.#random.below(100)) };
    const { vote } = model.hardState;
    return { install, hardState: { term, vote: term === model.hardState.term ? vote : 0, commit: index } };
  }
}
