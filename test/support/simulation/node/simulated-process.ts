// One life of a node's process: the production node over simulated threads, disk, state store and network.
import type { PeerNote } from "#raft/node/peer-note.ts";
import type { PeerBatch } from "#raft/node/ports/transport.ts";
import { ReaderLogPort } from "#storage/replicated/log/reader-log-port.ts";
import { openState } from "#storage/replicated/recovery/open-state.ts";
import { ReplicatedNode } from "#storage/replicated/replicated-node.ts";
import { ChangeRingWriter } from "#storage/shared/change-ring.ts";
import { NODE_STATUS_BYTES, NodeStatus } from "#storage/shared/node-status.ts";
import type { SeededRandom } from "#test/simulated-disk/seeded-random.ts";
import { checkBounds } from "../checkers/bounds-checks.ts";
import type { NodeProgress } from "../checkers/node-checks.ts";
import type { ReadChecks } from "../checkers/read-checks.ts";
import { RequestDesk } from "../clients/request-desk.ts";
import type { World } from "../world/world.ts";
import { CheckedLogPort } from "./checked-log-port.ts";
import { ProcessThreads } from "./process-threads.ts";
import { SimulatedLogThread } from "./simulated-log-thread.ts";
import type { SimulatedMachine } from "./simulated-machine.ts";
import { SimulatedStatePort, storeOf } from "./simulated-state-port.ts";

const RING_BYTES = 8 + 64 * 1024;

export class SimulatedProcess {
  readonly machine: SimulatedMachine;
  readonly threads: ProcessThreads;
  readonly desk = new RequestDesk(this);
  readonly status = new NodeStatus(new SharedArrayBuffer(NODE_STATUS_BYTES));
  readonly #world: World;
  readonly #random: SeededRandom;
  #logThread: SimulatedLogThread | undefined;
  #node: ReplicatedNode | undefined;
  #progress: NodeProgress | undefined;
  #isTurnDue = false;
  #answersDue: (() => void)[] = [];

  constructor(
    machine: SimulatedMachine,
    world: World,
    guard: (run: () => void | Promise<void>) => void | Promise<void>,
  ) {
    this.machine = machine;
    this.#world = world;
    this.#random = machine.random;
    this.threads = new ProcessThreads(world.time, guard);
  }

  /** `undefined` while it starts. */
  get node(): ReplicatedNode | undefined {
    return this.#node;
  }

  /** Everything durable is noted as such. */
  get isLogNoted(): boolean {
    return this.#logThread?.log.needsAcknowledge === false;
  }

  get readChecks(): ReadChecks {
    return this.#world.readChecks;
  }

  get isUp(): boolean {
    return this.#node !== undefined && !this.threads.isDead;
  }

  /** Opens log and state and begins to work. @throws what production code throws when it can not */
  async start(): Promise<void> {
    const { id, clock, isSealed } = this.machine;
    const { settings, snapshots } = this.#world;
    const log = await this.#openLog();
    const opening = openState({
      log,
      store: storeOf(this.machine.store),
      beginWith: this.machine.isFounder ? this.#world.founders : undefined,
      recentIds: settings.recentIds,
    });
    const thread = this.#logThread;
    const start = await (thread === undefined ? opening : Promise.race([opening, thread.startFailure]));
    if (thread !== undefined) thread.isImmediate = false;
    this.status.set("unsealed", isSealed ? 0 : 1);
    this.status.set("sealEpoch", this.machine.sealEpoch);
    const node = new ReplicatedNode({
      id,
      random: (bound) => (this.#world.hasEqualTimeouts() && bound < 1000 ? 0 : this.#below(bound)),
      clock,
      log,
      state: this.#statePort(),
      transport: { send: (peer, batch) => this.#send(peer, batch) },
      snapshots: snapshots.portOf(this),
      status: this.status,
      changes: new ChangeRingWriter(new SharedArrayBuffer(RING_BYTES)),
      limits: settings.limits,
      start,
      onRole: ({ role, term, leader }) => this.note(`${role} in term ${term}, leader ${leader}`),
      onAlarm: ({ kind, detail }) => {
        throw new Error(`alarm about ${kind}: ${detail}`);
      },
      onVerified: () => {
        this.machine.isStateDamaged = false;
      },
    });
    this.#node = node;
    this.#progress = this.#world.nodeChecks.progressOf(node);
    node.start();
    this.#checked();
    this.#tickLater(settings.limits.timing.tickMs ?? 10);
  }

  /** Something for the consensus thread; what follows from it is carried out at the end of a turn. */
  input(run: () => void): void {
    if (this.#node === undefined || this.threads.isDead) return;
    this.threads.later("consensus", 0, () => {
      run();
      this.#turnLater();
    });
  }

  /** Sends `run` to whoever asked once the turn is over, as a request thread is told of its answers. */
  answer(run: () => void): void {
    this.#answersDue.push(run);
  }

  note(text: string): void {
    this.#world.trace.line(() => `${this.#world.time.nowMs.toFixed(3)} node ${this.machine.id}: ${text}`);
  }

  /** Stops cleanly. `done` when the process may end. */
  close(done: () => void): void {
    this.#node?.close(() => this.threads.later("consensus", 0, done));
    this.#turnLater();
  }

  async #openLog(): Promise<CheckedLogPort> {
    const { machine } = this;
    const { settings, logChecks, events, trace } = this.#world;
    const thread = new SimulatedLogThread({
      disk: machine.disk,
      directory: "/log",
      limits: settings.log,
      whenAbsent: machine.hasLog ? "refuse" : "create",
      syncMs: () => machine.diskFaults.syncMs(this.#world.time.nowMs),
      later: (ms, run) => this.threads.later("log", ms, run),
      reply: (run) => this.threads.later("consensus", 0.02 + this.#below(100) / 1000, run),
      onGroup: (writes) => {
        events.diskOperations++;
        trace.number(writes);
      },
      onFailure: (reason) => {
        throw new Error(reason);
      },
      onSettled: (ms) => {
        this.#node?.raft.measuredSync(ms);
        this.#turn();
      },
    });
    this.#logThread = thread;
    machine.hasLog = true;
    logChecks.opened(machine.id, thread.log.state);
    const link = await thread.open();
    const port = new ReaderLogPort({
      reader: link.reader,
      writer: link,
      segmentBytes: settings.log.segmentBytes,
    });
    return new CheckedLogPort(
      port,
      (work) => {
        if (work.compactTo !== undefined) this.#world.snapshots.compacted(machine.id);
        logChecks.write(machine.id, work, this.#node?.raft.role.role === "leader");
      },
      (work) => logChecks.written(machine.id, work),
    );
  }

  #statePort(): SimulatedStatePort {
    const { machine } = this;
    return new SimulatedStatePort({
      store: () => machine.store,
      replace: (store) => {
        machine.store = store;
      },
      random: this.#random,
      slowFactor: () => machine.diskFaults.slowFactor,
      later: (ms, run) =>
        this.threads.later("consensus", ms, () => {
          const promise = run();
          return promise === undefined ? this.#turn() : promise.then(() => this.#turn());
        }),
      onOperation: () => {
        this.#world.events.diskOperations++;
      },
      recentIds: this.#world.settings.recentIds,
    });
  }

  #send(peer: number, batch: PeerBatch): void {
    for (const message of batch.messages) {
      this.#world.logChecks.sent(this.machine.id, message);
      this.#world.readChecks.sent(message);
    }
    this.#world.network.send(
      this.machine.id,
      peer,
      this.machine.isOld ? { ...batch, note: OLD_NOTE } : batch,
    );
  }

  #tickLater(tickMs: number): void {
    this.threads.later("consensus", this.machine.clock.worldMs(tickMs), () => this.#tick(tickMs));
  }

  #tick(tickMs: number): void {
    // What waits is received first, as the loop does by ticking from its check phase.
    if (this.threads.isStopped("consensus")) {
      this.threads.later("consensus", 0, () => this.#tick(tickMs));
      return;
    }
    const { machine } = this;
    this.status.set("unsealed", machine.isSealed ? 0 : 1);
    this.#node?.raft.setRequestsStalled(machine.requestsStalled);
    this.#node?.tick();
    this.#checked();
    this.#tickLater(tickMs);
  }

  #turnLater(): void {
    if (this.#isTurnDue) return;
    this.#isTurnDue = true;
    this.threads.later("consensus", this.#below(120) / 1000, () => {
      this.#isTurnDue = false;
      this.#turn();
    });
  }

  #turn(): void {
    this.#node?.work();
    this.#checked();
  }

  /** After every turn: has anything happened that must not? */
  #checked(): void {
    if (this.#node === undefined || this.#progress === undefined) return;
    const { nodeChecks, settings, events, trace } = this.#world;
    if (nodeChecks.afterTurn(this.machine.id, this.#node, this.#progress)) events.elections++;
    checkBounds(this.machine.id, this.#node, settings);
    trace.number(this.#progress.committed);
    const answers = this.#answersDue;
    if (answers.length === 0) return;
    this.#answersDue = [];
    this.threads.later("request", 0.01 + this.#below(60) / 1000, () => {
      for (const answer of answers) answer();
    });
  }

  #below(bound: number): number {
    return Math.floor((this.#random.next() / 0x1_0000_0000) * bound);
  }
}

/** What a node hears from one that sends no notes. */
const OLD_NOTE: PeerNote = {
  electionWishMs: 0,
  electionMs: 500,
  isEligible: true,
  logTimeMs: 0,
  isLogTimeWarm: false,
  wallMs: 0,
};
