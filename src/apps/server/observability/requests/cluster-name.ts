// What the cluster is called. It is stored encrypted, so a node that was never unsealed knows only what its own
// configuration says; one that was keeps the name while it is sealed again, so that its series go on.
import type { Barrier } from "#barrier/barrier.ts";
import { CLUSTER_KEY, clusterRecord } from "#core/sealing/seal-records.ts";
import type { StateCache } from "#core/state-cache.ts";

export class ClusterName {
  readonly #barrier: Barrier;
  readonly #cache: StateCache;
  #known: string;

  constructor({ barrier, cache }: { barrier: Barrier; cache: StateCache }, configured = "") {
    this.#barrier = barrier;
    this.#cache = cache;
    this.#known = configured;
  }

  get current(): string {
    if (this.#barrier.isSealed) return this.#known;
    this.#cache.refresh();
    this.#known = this.#cache.read(clusterRecord, CLUSTER_KEY).value?.name ?? this.#known;
    return this.#known;
  }
}
