// The state port in virtual time: what LevelDB's threads take, and what a power loss finds half done.
import type { StagedSnapshot } from "#raft/node/ports/snapshot-port.ts";
import type { StatePort, StateScan } from "#storage/replicated/state/state-port.ts";
import { StateMachine } from "#storage/state/state-machine.ts";
import type { StateWrite } from "#storage/state/state-store.ts";
import type { SeededRandom } from "#test/simulated-disk/seeded-random.ts";
import { SimulatedStateStore } from "./simulated-state-store.ts";

/** Content that was pulled and verified; it survives only once it is in the place of the state. */
export interface SimulatedStaged extends StagedSnapshot {
  readonly content: ReadonlyMap<string, Uint8Array>;
}

export interface SimulatedStatePortOptions {
  readonly store: () => SimulatedStateStore;
  readonly replace: (store: SimulatedStateStore) => void;
  readonly random: SeededRandom;
  readonly slowFactor: () => number;
  /** On the consensus thread, after so much time, with a turn of its loop to follow. */
  readonly later: (delayMs: number, run: () => void | Promise<void>) => void;
  readonly onOperation: () => void;
  readonly recentIds: number;
}

const SCAN_PAGE = 24;

export class SimulatedStatePort implements StatePort {
  readonly #options: SimulatedStatePortOptions;

  constructor(options: SimulatedStatePortOptions) {
    this.#options = options;
  }

  getRaw(key: string): Uint8Array | undefined {
    return this.#options.store().getRaw(key);
  }

  write(batch: readonly StateWrite[], done: () => void): void {
    this.#later(0.02, 0.4, () => {
      this.#options.store().write(batch);
      done();
    });
  }

  flush(done: () => void): void {
    const store = this.#options.store();
    const batches = store.unflushed;
    this.#later(0.5, 20, () => {
      if (store === this.#options.store()) store.flush(batches);
      done();
    });
  }

  scan(): StateScan {
    const entries = this.#options.store().entries();
    let at = 0;
    return {
      next: (done) => {
        this.#later(0.05, 0.5, () => {
          at += SCAN_PAGE;
          done(entries.slice(at - SCAN_PAGE, at));
        });
      },
    };
  }

  install(staged: StagedSnapshot, done: (machine: StateMachine) => void): void {
    const { content } = staged as SimulatedStaged;
    this.#later(1, 10, async () => {
      const store = SimulatedStateStore.holding(content);
      this.#options.replace(store);
      done(await StateMachine.open(storeOf(store), this.#options.recentIds));
    });
  }

  #later(leastMs: number, mostMs: number, run: () => void | Promise<void>): void {
    const { random, slowFactor, later, onOperation } = this.#options;
    const ms =
      leastMs + (random.next() / 0x1_0000_0000) * (random.chance(0.9) ? (mostMs - leastMs) / 4 : mostMs);
    later(ms * slowFactor(), () => {
      onOperation();
      return run();
    });
  }
}

/** The store for those who can wait: what they ask for happens at once. */
export function storeOf(store: SimulatedStateStore) {
  return {
    getRaw: (key: string) => store.getRaw(key),
    scanRaw: (prefix: string) => store.scanRaw(prefix),
    write: async (batch: readonly StateWrite[]) => store.write(batch),
    flush: async () => store.flush(store.unflushed),
  };
}
