// Pulls of snapshots, which a request thread carries out: this thread has a cluster to keep alive meanwhile.
import { rm } from "node:fs/promises";
import type { Logger } from "#base/logger.ts";
import type { SnapshotPort, StagedSnapshot } from "#raft/node/ports/snapshot-port.ts";
import type { PulledState, PullWish } from "../links/cluster-messages.ts";
import type { PlacedSnapshot } from "./state-holder.ts";

export interface RemoteSnapshotsOptions {
  /** From whom, over which cluster; `undefined` when nobody knows where the peer is. */
  readonly wish: (from: number, atLeast: number) => PullWish | undefined;
  readonly pull: (wish: PullWish) => Promise<PulledState | undefined>;
  readonly cancel: () => void;
  /** A turn of the loop is due. */
  readonly work: () => void;
  readonly logger: Logger;
}

/** A leader offers again when its member shows no activity; in between nothing is gained by asking at once. */
const GIVE_UP_MS = 100;

export class RemoteSnapshots implements SnapshotPort {
  readonly #options: RemoteSnapshotsOptions;

  constructor(options: RemoteSnapshotsOptions) {
    this.#options = options;
  }

  pull(from: number, atLeast: number, done: (staged: StagedSnapshot | undefined) => void): void {
    const { logger, work } = this.#options;
    logger.info("pulling a snapshot", { from, atLeast });
    this.#pulled(from, atLeast).then((pulled) => {
      if (pulled) logger.info("a snapshot is here, whole", { index: pulled.snapshot.index });
      done(pulled && staged(pulled));
      work();
    });
  }

  cancel(): void {
    this.#options.cancel();
  }

  async #pulled(from: number, atLeast: number): Promise<PulledState | undefined> {
    const { wish, pull, logger } = this.#options;
    try {
      const wanted = wish(from, atLeast);
      const pulled = wanted && (await pull(wanted));
      if (pulled) return pulled;
    } catch (error) {
      logger.warn("a snapshot could not be pulled", { from, reason: (error as Error).message });
    }
    await new Promise((resolve) => setTimeout(resolve, GIVE_UP_MS));
    return undefined;
  }
}

function staged({ place, snapshot }: PulledState): PlacedSnapshot {
  return { place, snapshot, discard: () => void rm(place, { recursive: true, force: true }) };
}
