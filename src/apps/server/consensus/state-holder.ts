// The state store in use, and its replacement by what was pulled from another node: all threads read the new one before
// anybody is told of it.
import { rm } from "node:fs/promises";
import type { StagedSnapshot } from "#raft/node/ports/snapshot-port.ts";
import { LevelStore } from "#storage/level/level-store.ts";
import { StateMachine } from "#storage/state/state-machine.ts";
import { adoptStatePlace, removeOtherStates, statePlace } from "../node/state-place.ts";

const CACHE_BYTES = 64 * 1024 * 1024;

/** Content in a folder of its own, whole and durable. */
export interface PlacedSnapshot extends StagedSnapshot {
  readonly place: string;
}

export interface StateHolderOptions {
  readonly dataDirectory: string;
  /** Settles when every other thread reads there. */
  readonly tellThreads: (place: string) => Promise<unknown>;
}

export class StateHolder {
  readonly #options: StateHolderOptions;
  #store: LevelStore;

  private constructor(options: StateHolderOptions, store: LevelStore) {
    this.#options = options;
    this.#store = store;
  }

  /** @throws when the folder is in use by another process, or damaged */
  static async open(options: StateHolderOptions): Promise<StateHolder> {
    const directory = statePlace(options.dataDirectory);
    const store = await LevelStore.open({ directory, cacheBytes: CACHE_BYTES, mustExist: false });
    removeOtherStates(options.dataDirectory);
    return new StateHolder(options, store);
  }

  get store(): LevelStore {
    return this.#store;
  }

  async install(staged: StagedSnapshot): Promise<StateMachine> {
    const { dataDirectory, tellThreads } = this.#options;
    const { place } = staged as PlacedSnapshot;
    const before = { store: this.#store, place: statePlace(dataDirectory) };
    const store = await LevelStore.open({ directory: place, cacheBytes: CACHE_BYTES, mustExist: true });
    const machine = await StateMachine.open(store);
    adoptStatePlace(dataDirectory, place);
    this.#store = store;
    await tellThreads(place);
    await before.store.close();
    await rm(before.place, { recursive: true, force: true });
    return machine;
  }

  close(): Promise<void> {
    return this.#store.close();
  }
}
