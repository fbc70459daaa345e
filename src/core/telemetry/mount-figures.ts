// How many mounts there are and how much their records hold. Paths and sizes are plain below the barrier, so a sealed
// node knows them too. Counted anew only when the set has changed.
import type { Barrier } from "#barrier/barrier.ts";
import { ROOT_NAMESPACE } from "#base/namespace.ts";
import type { KvReader } from "#storage/kv-store.ts";
import { MOUNTS_GUARD, mountKey, mountRecord } from "../mount-entry.ts";
import type { StateCache } from "../state-cache.ts";

export interface MountFigure {
  readonly kind: "auth" | "logical";
  readonly isLocal: boolean;
  readonly entries: number;
  readonly bytes: number;
}

export interface MountFiguresOptions {
  store: KvReader;
  cache: StateCache;
  barrier: Barrier;
}

/** As many as there can be. */
const MAX_MOUNTS = 50_000;
const PREFIX = mountKey(ROOT_NAMESPACE, "");

export class MountFigures {
  readonly #options: MountFiguresOptions;
  /** Of the mounts' guard and of the seal, when they were counted. */
  #countedAt = "";
  #figures: readonly MountFigure[] = [];

  constructor(options: MountFiguresOptions) {
    this.#options = options;
  }

  /** As of the last `refresh`. */
  get latest(): readonly MountFigure[] {
    return this.#figures;
  }

  async refresh(): Promise<void> {
    const { store, barrier, cache } = this.#options;
    const at = `${store.get(MOUNTS_GUARD)?.version ?? 0}/${barrier.isSealed}`;
    if (at === this.#countedAt) return;
    cache.refresh();
    this.#figures = await this.#count();
    this.#countedAt = at;
  }

  async #count(): Promise<MountFigure[]> {
    const { store } = this.#options;
    const stored = await store.entries({ prefix: PREFIX, limit: MAX_MOUNTS });
    const figures = (["auth", "logical"] as const).flatMap((kind) =>
      [false, true].map((isLocal) => ({ kind, isLocal, entries: 0, bytes: 0 })),
    );
    for (const [key, { value }] of stored) {
      const kind = key.startsWith("auth/", PREFIX.length) ? "auth" : "logical";
      const isLocal = this.#isLocal(key);
      const figure = figures.find((each) => each.kind === kind && each.isLocal === isLocal);
      if (!figure) continue;
      figure.entries++;
      figure.bytes += value.length;
    }
    return figures;
  }

  /** Only an unsealed node can tell. */
  #isLocal(key: string): boolean {
    const { barrier, cache } = this.#options;
    return !barrier.isSealed && cache.read(mountRecord, key).value?.local === true;
  }
}
