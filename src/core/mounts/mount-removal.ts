// Taking a mount away, as a durable job: the first proposal takes it out of the table, so that nothing finds it and its
// path is free; bounded batches then end its logins and delete its data; a crash between any two is gone on from.
import type { JsonObject } from "#base/json/raw-json.ts";
import type { MaybePromise } from "#base/maybe-promise.ts";
import { storageKey } from "#storage/key-areas.ts";
import type { JobEntry } from "../job-entry.ts";
import type { JobKind } from "../job-kind.ts";
import type { MountEntry } from "../mount-entry.ts";
import type { JobDesk } from "../needs.ts";
import type { Transaction } from "../transaction.ts";
import type { Mounts } from "./mounts.ts";

const BATCH = 200;
/** A disable waits this long for the data to be gone; the job goes on regardless. */
export const REMOVAL_WAIT_MS = 20_000;

export interface RemovalState extends JsonObject {
  namespace: string;
  uuid: string;
  path: string;
}

/** Rooms that hold something of a mount: logins' tokens, leases. */
export interface MountDependents {
  /** Takes some of it away; bounded. @returns whether nothing is left */
  removeSome(transaction: Transaction, namespace: string, mountUuid: string): MaybePromise<boolean>;
}

export interface MountRemovalOptions {
  mounts: Mounts;
  jobs: JobDesk;
  dependents: readonly MountDependents[];
}

export class MountRemoval implements JobKind<RemovalState> {
  readonly name = "mount-removal";
  readonly #options: MountRemovalOptions;

  constructor(options: MountRemovalOptions) {
    this.#options = options;
  }

  /** @returns the job's id */
  begin(transaction: Transaction, namespace: string, entry: MountEntry): string {
    const { mounts, jobs } = this.#options;
    const id = `${this.name}-${entry.uuid}`;
    mounts.remove(transaction, namespace, entry);
    const state = { namespace, uuid: entry.uuid, path: entry.path };
    jobs.begin<RemovalState>(transaction, { id, kind: this.name, state });
    return id;
  }

  finished(id: string): Promise<boolean> {
    return this.#options.jobs.finished(id, REMOVAL_WAIT_MS);
  }

  async step({ state }: JobEntry<RemovalState>, transaction: Transaction): Promise<RemovalState | undefined> {
    const { namespace, uuid } = state;
    for (const dependents of this.#options.dependents) {
      if (!(await dependents.removeSome(transaction, namespace, uuid))) return state;
    }
    let left = BATCH;
    for (const area of ["logical", "settings"] as const) {
      const keys = await transaction.keys(storageKey(area, namespace, `${uuid}/`), left);
      for (const key of keys) transaction.delete(key);
      left -= keys.length;
      if (left === 0) return state;
    }
    return undefined;
  }
}
