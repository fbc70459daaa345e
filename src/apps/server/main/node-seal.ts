// The configured seal of this node, if it is one that unseals by itself, with those who look after it.
import { setTimeout as delay } from "node:timers/promises";
import { KeyMemory } from "#barrier/key-memory.ts";
import type { Logger } from "#base/logger.ts";
import type { Pause } from "#base/pause.ts";
import type { SealOptions } from "#config/seal.ts";
import type { SealKeeper } from "#core/sealing/seal-keeper.ts";
import { SealMigration } from "#core/sealing/seal-migration.ts";
import { type SealedProposal, SealWatch } from "#core/sealing/seal-watch.ts";
import { SelfUnsealer } from "#core/sealing/self-unsealer.ts";
import type { Meter } from "#metrics/meter.ts";
import type { GaugeReading } from "#metrics/reading.ts";
import type { Outcome } from "#storage/consensus.ts";
import type { KvReader } from "#storage/kv-store.ts";
import { NodeStatus } from "#storage/shared/node-status.ts";
import { MeteredSeal } from "../observability/node/metered-seal.ts";
import type { SharedMemory } from "../threads/shared-memory.ts";
import type { OpenedSeal, OpenedSeals } from "./open-seal.ts";

export interface MigrationSurroundings {
  store: KvReader;
  memory: SharedMemory;
  logger: Logger;
  commit(proposal: SealedProposal): Promise<Outcome["kind"]>;
}

export interface NodeSealSurroundings extends MigrationSurroundings {
  keeper: SealKeeper;
}

/** A start does not wait longer than this for a seal that does not answer. */
const START_WAIT_MS = 1000;

export class NodeSeal {
  readonly seal: MeteredSeal | undefined;
  readonly #opened: OpenedSeal | undefined;
  readonly #previous: OpenedSeal | undefined;
  #migration: SealMigration | undefined;
  #unsealer: SelfUnsealer | undefined;
  #watch: SealWatch | undefined;

  constructor({ seal, previousSeal }: OpenedSeals, meter: Meter) {
    this.#opened = seal;
    this.#previous = previousSeal;
    this.seal = seal && new MeteredSeal(seal.seal, meter);
  }

  get unreachableSeconds(): number {
    return this.seal?.unreachableSeconds ?? 0;
  }

  get gauges(): GaugeReading[] {
    if (!this.seal) return [];
    const ttl = this.#opened?.tokenTtlSeconds();
    const healthy = { name: "coffer.seal_healthy" as const, labels: {}, value: Number(this.seal.isHealthy) };
    if (ttl === undefined) return [healthy];
    return [healthy, { name: "coffer.seal_token_ttl_seconds", labels: {}, value: ttl }];
  }

  /** Moves the root key here from another seal, when people enter that one's keys. */
  openMigration({ store, memory, logger, commit }: MigrationSurroundings): SealMigration {
    this.#migration = new SealMigration({
      store,
      status: new NodeStatus(memory.status),
      seal: this.seal,
      previousSeal: this.#previous?.seal,
      logger: logger.named("core"),
      pause,
      commit,
    });
    return this.#migration;
  }

  /** Unseals the node as soon as that is possible, and looks after the seal from now on. */
  async begin({ keeper, store, memory, logger, commit }: NodeSealSurroundings): Promise<void> {
    if (!this.seal) return;
    this.#unsealer = new SelfUnsealer({ keeper, logger: logger.named("core"), pause });
    const first = this.#unsealer.start();
    this.#watch = new SealWatch({
      seal: this.seal,
      store,
      keys: new KeyMemory(memory.keys),
      status: new NodeStatus(memory.status),
      logger: logger.named("core"),
      pause,
      commit,
    });
    this.#watch.start();
    await Promise.race([first, pause(START_WAIT_MS)]);
  }

  /** SIGHUP: other credentials, or the same files to be read anew. */
  reload(options: SealOptions): void {
    this.#opened?.reload(options);
    this.#watch?.look();
  }

  async close(): Promise<void> {
    await this.#migration?.stop();
    await this.seal?.close();
    await this.#previous?.seal.close();
    await this.#unsealer?.stop();
    await this.#watch?.stop();
  }
}

const pause: Pause = async (ms, signal) => {
  await delay(ms, undefined, { ref: false, ...(signal && { signal }) }).catch(() => {});
};
