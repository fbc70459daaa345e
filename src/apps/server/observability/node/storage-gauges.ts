// How much room the node's files take and how much is left, looked at when a scrape asks and not more often than every
// few seconds. Under Vault's names for its two stores, so that panels fill, and under our own.
import { readdir, stat, statfs } from "node:fs/promises";
import { join } from "node:path";
import type { GaugeReading } from "#metrics/reading.ts";

const FRESH_MS = 5000;
const STORES = [
  { folder: "state", store: "state", database: "fsm" },
  { folder: "log", store: "log", database: "logstore" },
] as const;

export class StorageGauges {
  readonly #directory: string;
  readonly #monotonicMs: () => number;
  #lookedAtMs = Number.NEGATIVE_INFINITY;
  #gauges: readonly GaugeReading[] = [];

  constructor(directory: string, monotonicMs: () => number) {
    this.#directory = directory;
    this.#monotonicMs = monotonicMs;
  }

  get gauges(): readonly GaugeReading[] {
    return this.#gauges;
  }

  /** Before a reading. */
  async refresh(): Promise<void> {
    const nowMs = this.#monotonicMs();
    if (nowMs - this.#lookedAtMs < FRESH_MS) return;
    this.#lookedAtMs = nowMs;
    const gauges = await Promise.all(STORES.map((store) => this.#ofStore(store)));
    const disk = await statfs(this.#directory);
    const free: GaugeReading = {
      name: "coffer.storage_free_bytes",
      labels: {},
      value: disk.bavail * disk.bsize,
    };
    this.#gauges = [...gauges.flat(), free];
  }

  async #ofStore({ folder, store, database }: (typeof STORES)[number]): Promise<GaugeReading[]> {
    const bytes = await sizeOf(join(this.#directory, folder));
    return [
      { name: "coffer.storage_bytes", labels: { store }, value: bytes },
      { name: "raft_storage.bolt.page.bytes_allocated", labels: { database }, value: bytes },
      { name: "raft_storage.bolt.freelist.free_pages", labels: { database }, value: 0 },
    ];
  }
}

/** Files come and go while they are looked at. */
async function sizeOf(folder: string): Promise<number> {
  const names = await readdir(folder).catch(() => []);
  const sizes = await Promise.all(
    names.map((name) =>
      stat(join(folder, name)).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
