// A node that may be stopped at any moment: what its storage has done survives, all else is gone.
import { EMPTY_MEMBERSHIP, type Membership } from "#raft/core/confchange/membership.ts";
import type { Entry } from "#raft/core/entry.ts";
import type { Message } from "#raft/core/message.ts";
import { raftOptions } from "#raft/core/raft-options.ts";
import { RawNode } from "#raft/core/raw-node.ts";
import type { ReadState } from "#raft/core/read-state.ts";
import type { Ready } from "#raft/core/ready.ts";
import type { AppendWork, ApplyWork } from "#raft/core/storage-work.ts";
import { MemoryLog } from "./memory-log.ts";

interface Setup {
  readonly id: number;
  readonly voters: readonly number[];
  readonly asynchronous: boolean;
  readonly random: (bound: number) => number;
}

/** What became visible outside by one piece of work. */
interface Done {
  readonly messages: Message[];
  readonly applied: Entry[];
  readonly reads: ReadState[];
  installed: boolean;
}

export class ChaosNode {
  readonly id: number;
  readonly log = new MemoryLog();
  raft: RawNode;
  readonly #setup: Setup;
  #applied = 0;
  #installed = 0;
  #membership: Membership;
  #appendWork: AppendWork[] = [];
  #applyWork: ApplyWork[] = [];

  constructor(setup: Setup) {
    this.id = setup.id;
    this.#setup = setup;
    this.#membership = { ...EMPTY_MEMBERSHIP, voters: setup.voters };
    // Every node is born with the first membership, as if from a snapshot of nothing.
    this.log.installSnapshot({ index: 1, term: 1, membership: this.#membership });
    this.#applied = 1;
    this.log.snapshotSource = () => this.#snapshot();
    this.raft = this.#start();
    this.#membership = this.raft.status().membership;
  }

  /** Does one piece of outstanding work, if there is any. */
  work(below: (bound: number) => number): Done {
    const done: Done = { messages: [], applied: [], reads: [], installed: false };
    const choice = below(3);
    if (choice === 0 && this.#appendWork.length > 0) this.#append(done);
    else if (choice === 1 && this.#applyWork.length > 0) this.#apply(done);
    else if (this.raft.hasReady()) this.#ready(this.raft.ready(), done);
    return done;
  }

  restart(): void {
    this.#appendWork = [];
    this.#applyWork = [];
    // The log's own first membership is the one of its snapshot; the state machine knows the newest.
    this.raft = this.#start();
  }

  compact(): void {
    if (this.#applied - 3 >= this.log.firstIndex()) this.log.compact(this.#applied - 3);
  }

  #start(): RawNode {
    const { id, asynchronous, random } = this.#setup;
    const membership = () => this.#membership;
    const { log } = this;
    const storage = {
      initialState: () => ({ hardState: log.hardState, membership: membership() }),
      firstIndex: () => log.firstIndex(),
      lastIndex: () => log.lastIndex(),
      term: (index: number) => log.term(index),
      entries: (low: number, high: number, maxBytes: number) => log.entries(low, high, maxBytes),
      snapshot: () => log.snapshot(),
    };
    // What is applied was committed, whatever a hard state that was not synced says.
    const commit = Math.max(log.hardState.commit, this.#applied);
    log.hardState = { ...log.hardState, commit };
    const limits = {
      maxInflightMessages: 3,
      maxMessageBytes: 40,
      maxApplyingBytes: 60,
      maxInflightBytes: 120,
    };
    const timing = { electionTicks: 10, heartbeatTicks: 2 };
    const given = { id, storage, random, applied: this.#applied };
    return new RawNode(raftOptions({ ...given, ...limits, ...timing, asyncStorageWrites: asynchronous }));
  }

  #ready(ready: Ready, done: Done): void {
    done.reads.push(...ready.readStates);
    if (this.#setup.asynchronous) {
      done.messages.push(...ready.messages);
      if (ready.append !== undefined) this.#appendWork.push(ready.append);
      if (ready.apply !== undefined) this.#applyWork.push(ready.apply);
      return;
    }
    this.#store(ready, done);
    done.messages.push(...ready.messages);
    this.#applyEntries(ready.committedEntries, done);
    this.raft.advance();
  }

  #append(done: Done): void {
    const work = this.#appendWork.shift();
    if (work === undefined) return;
    this.#store(work, done);
    for (const message of work.responses) {
      if (message.to === this.id) this.raft.step(message);
      else done.messages.push(message);
    }
    if (work.acknowledgement !== undefined) this.raft.appended(work.acknowledgement);
  }

  #apply(done: Done): void {
    const work = this.#applyWork.shift();
    if (work === undefined) return;
    this.#applyEntries(work.entries, done);
    this.raft.applied(work.acknowledgement);
  }

  #store({ hardState, snapshot, entries, mustSync }: Ready | AppendWork, done: Done): void {
    // A mere commit index may be lost in a crash: here it always is.
    if (hardState !== undefined && mustSync) this.log.hardState = hardState;
    if (snapshot !== undefined) {
      this.log.installSnapshot(snapshot);
      this.log.hardState = { ...this.log.hardState, commit: snapshot.index };
      this.#applied = snapshot.index;
      this.#installed = snapshot.index;
      this.#membership = snapshot.membership;
      done.installed = true;
    }
    this.log.append(entries);
  }

  #applyEntries(entries: readonly Entry[], done: Done): void {
    for (const entry of entries) {
      // Only a snapshot installed meanwhile can have overtaken it.
      if (entry.index <= this.#installed) continue;
      if (entry.index !== this.#applied + 1)
        throw new Error(`entry ${entry.index} is applied after ${this.#applied}`);
      this.#applied = entry.index;
      done.applied.push(entry);
      if (entry.kind === "conf-change") this.#membership = this.raft.applyConfChange(entry);
    }
  }

  #snapshot() {
    const term = this.log.term(this.#applied);
    return term === undefined ? undefined : { index: this.#applied, term, membership: this.#membership };
  }
}
