// A machine and what survives on it: disk, state store, clocks. Processes come and go; what they die of decides over
// what the next one finds.
import { LogDamageError } from "#storage/log/log-damage-error.ts";
import { LogFailure } from "#storage/log/log-failure.ts";
import { StateDamageError } from "#storage/replicated/recovery/state-damage-error.ts";
import {
  type CrashPolicy,
  keepAll,
  loseAll,
  loseSectors,
  randomSubset,
  randomTorn,
} from "#test/simulated-disk/crash-policy.ts";
import type { SeededRandom } from "#test/simulated-disk/seeded-random.ts";
import { SimulatedDisk } from "#test/simulated-disk/simulated-disk.ts";
import { SimulatedCrash } from "../world/simulated-crash.ts";
import { Violation } from "../world/violation.ts";
import type { World } from "../world/world.ts";
import { DiskFaults } from "./disk-faults.ts";
import { NodeClock } from "./node-clock.ts";
import { SimulatedProcess } from "./simulated-process.ts";
import { SimulatedStateStore } from "./simulated-state-store.ts";

/** Down: may be started. Lost: its data is gone or refused; only another member can take its place. */
export type MachineState = "up" | "starting" | "down" | "lost";

export interface MachineOptions {
  readonly id: number;
  readonly isFounder: boolean;
  readonly isOld: boolean;
  /** The process ended by itself; peers' connections to it break. */
  readonly onEnd: (machine: SimulatedMachine) => void;
}

export class SimulatedMachine {
  readonly id: number;
  readonly isFounder: boolean;
  readonly isOld: boolean;
  readonly random: SeededRandom;
  readonly clock: NodeClock;
  readonly diskFaults: DiskFaults;
  disk: SimulatedDisk;
  store = new SimulatedStateStore();
  process: SimulatedProcess | undefined;
  state: MachineState = "down";
  isSealed = false;
  sealEpoch = 0;
  requestsStalled = false;
  /** The log's directory was made. */
  hasLog = false;
  /** Somebody damaged the log or the state, and the next start may find it. */
  isLogDamaged = false;
  isStateDamaged = false;
  readonly #world: World;
  readonly #onEnd: (machine: SimulatedMachine) => void;

  constructor(world: World, options: MachineOptions) {
    this.#world = world;
    this.id = options.id;
    this.isFounder = options.isFounder;
    this.isOld = options.isOld;
    this.#onEnd = options.onEnd;
    this.random = world.fork(`machine ${options.id}`);
    this.clock = new NodeClock(world.time, this.random.below(1e7), 1.7e12 + this.random.between(-500, 500));
    this.diskFaults = new DiskFaults(this.random.fork(), world.faults);
    this.disk = new SimulatedDisk(undefined, this.diskFaults);
  }

  get isUp(): boolean {
    return this.state === "up";
  }

  /** Its data is gone, or will be refused. */
  get isDoomed(): boolean {
    return this.state === "lost" || this.isLogDamaged || this.isStateDamaged;
  }

  /** Starts a process, if the machine is there and down. */
  async start(): Promise<void> {
    if (this.state !== "down") return;
    this.state = "starting";
    const process: SimulatedProcess = new SimulatedProcess(this, this.#world, (run) =>
      this.#guard(process, run),
    );
    this.process = process;
    if (this.hasLog) this.#world.faults.restart++;
    await this.#guard(process, async () => {
      await process.start();
      this.state = "up";
      // The damage was where nothing lies any more.
      this.isLogDamaged = false;
      process.note("is up");
    });
  }

  /** kill -9: what was written but not synced stays in the system's memory. */
  kill(): void {
    if (this.process === undefined) return;
    this.#world.faults["process killed"]++;
    this.disk = new SimulatedDisk(this.disk.state.clone(), this.diskFaults);
    this.#end("is killed");
  }

  /** Everything that was not synced may be gone, whole or in part. */
  losePower(): void {
    if (this.process === undefined) return;
    const { faults } = this.#world;
    const { unsynced } = this.disk.state;
    const policy = this.#policy();
    if (unsynced > 0 && policy.survives(0) === "torn") faults["tail torn"]++;
    else if (unsynced > 0) faults["unsynced suffix lost"]++;
    this.disk = this.disk.crash(policy);
    this.store.powerLoss(this.random, faults);
    this.#end("loses power");
  }

  /** SIGTERM: done when the process has ended by itself. */
  stopCleanly(done: () => void): void {
    const { process } = this;
    if (process === undefined || this.state !== "up") {
      done();
      return;
    }
    process.note("is asked to stop");
    process.close(() => {
      this.disk = new SimulatedDisk(this.disk.state.clone(), this.diskFaults);
      this.#end("has stopped cleanly");
      done();
    });
  }

  loseDisk(): void {
    this.process?.threads.end();
    this.process = undefined;
    this.state = "lost";
    this.#world.trace.line(() => `${this.#world.time.nowMs.toFixed(3)} node ${this.id}: lost its disk`);
    this.#onEnd(this);
  }

  #end(how: string): void {
    this.process?.note(how);
    this.process?.threads.end();
    this.process = undefined;
    this.state = "down";
    this.diskFaults.crashAfter = undefined;
    this.#world.trace.number(this.id);
    this.#onEnd(this);
  }

  #policy(): CrashPolicy {
    const { random } = this;
    const seed = random.next();
    return random.pick([
      loseAll,
      keepAll,
      randomSubset(seed),
      randomTorn(seed),
      randomTorn(seed),
      loseSectors(seed),
    ]);
  }

  /** Runs a piece of the process's work, and sees what it dies of. */
  #guard(process: SimulatedProcess, run: () => void | Promise<void>): void | Promise<void> {
    try {
      const promise = run();
      if (promise !== undefined) return promise.catch((error: unknown) => this.#failed(process, error));
    } catch (error) {
      this.#failed(process, error);
    }
  }

  #failed(process: SimulatedProcess, error: unknown): void {
    if (process !== this.process || error instanceof Violation) {
      if (process === this.process) throw error;
      return;
    }
    const wasStarting = this.state === "starting";
    process.note(`fails: ${error instanceof Error ? error.message : String(error)}`);
    if (error instanceof SimulatedCrash) {
      this.#world.faults[wasStarting ? "power lost in recovery" : "power lost at a disk operation"]++;
      this.losePower();
    } else if (error instanceof LogFailure) {
      // What a sync failed on may look well until the machine is restarted: so it is.
      this.losePower();
    } else if (error instanceof LogDamageError && this.isLogDamaged) {
      this.#refused();
    } else if (error instanceof StateDamageError && this.isStateDamaged) {
      this.#refused();
    } else {
      throw new Violation(
        "nodes do not fail",
        `node ${this.id}: ${error instanceof Error ? error.stack : error}`,
      );
    }
  }

  /** The node refuses its own data, as it must: nothing but a new member can take its place. */
  #refused(): void {
    this.loseDisk();
  }
}
