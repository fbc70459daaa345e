// The mount table's face: enable, tune, move, look at. Mounts are stored by path, their data by UUID, so that moving one
// touches a single record. Every change of the set bumps one guard, which keeps mounts from overlapping.
import { VaultError } from "#base/vault-error.ts";
import type { AnyEngine } from "#contract/engine.ts";
import type { MountLimits } from "#contract/mount-context.ts";
import { MOUNTS_GUARD, type MountEntry, mountKey, mountRecord } from "../mount-entry.ts";
import type { StateCache } from "../state-cache.ts";
import type { Transaction } from "../transaction.ts";
import { pathAndAbove } from "./mount-names.ts";
import {
  bumpMountsGuard,
  mountAccessorKey,
  mountAccessorRecord,
  type NewMount,
  writeMountAccessor,
  writeNewMount,
} from "./write-mount.ts";

/** More mounts than this on one server is a runaway script. */
const MAX_MOUNTS = 50_000;

export interface MountsOptions {
  cache: StateCache;
  catalog: ReadonlyMap<string, AnyEngine>;
  /** TTLs where a mount has none of its own. */
  systemLimits: MountLimits;
}

export class Mounts {
  readonly #options: MountsOptions;

  constructor(options: MountsOptions) {
    this.#options = options;
  }

  /** The mount at exactly `path`. */
  at(namespace: string, path: string): MountEntry | undefined {
    return this.#options.cache.read(mountRecord, mountKey(namespace, path)).value;
  }

  /** All mounts of a kind, ordered by path. */
  async list(transaction: Transaction, namespace: string, kind: MountEntry["kind"]): Promise<MountEntry[]> {
    const all = await this.#entries(transaction, namespace);
    return all.filter((entry) => entry.kind === kind);
  }

  /** Mounts of engines that do something by themselves. */
  async dutiful(transaction: Transaction, namespace: string): Promise<MountEntry[]> {
    const all = await this.#entries(transaction, namespace);
    return all.filter(({ kind, type }) => this.engineOf(kind, type)?.duty !== undefined);
  }

  async #entries(transaction: Transaction, namespace: string): Promise<MountEntry[]> {
    const keys = await transaction.keys(mountKey(namespace, ""), MAX_MOUNTS);
    return keys
      .map((key) => this.#options.cache.read(mountRecord, key).value)
      .filter((entry) => entry !== undefined);
  }

  /** @throws VaultError invalid_request when the path is taken, holds a mount or lies in one */
  async add(transaction: Transaction, namespace: string, wanted: NewMount): Promise<MountEntry> {
    await this.demandFree(transaction, namespace, wanted.path);
    return writeNewMount(transaction, namespace, wanted);
  }

  change(transaction: Transaction, namespace: string, entry: MountEntry): void {
    this.#requireAsSeen(transaction, namespace, entry.path);
    transaction.write(mountRecord, mountKey(namespace, entry.path), entry);
  }

  /** Gives a mount another path. @throws VaultError invalid_request when that is not free */
  async move(
    transaction: Transaction,
    namespace: string,
    entry: MountEntry,
    to: string,
  ): Promise<MountEntry> {
    await this.demandFree(transaction, namespace, to, entry.path);
    const moved = { ...entry, path: to };
    this.#requireAsSeen(transaction, namespace, entry.path);
    transaction.delete(mountKey(namespace, entry.path));
    transaction.write(mountRecord, mountKey(namespace, to), moved);
    writeMountAccessor(transaction, namespace, moved);
    bumpMountsGuard(transaction);
    return moved;
  }

  /** Takes a mount out of the table: from the commit on nothing is found there. Its data is another's duty. */
  remove(transaction: Transaction, namespace: string, entry: MountEntry): void {
    this.#requireAsSeen(transaction, namespace, entry.path);
    transaction.delete(mountKey(namespace, entry.path));
    transaction.delete(mountAccessorKey(namespace, entry.accessor));
    bumpMountsGuard(transaction);
  }

  /** The entry that `at` gave must still be the stored one. */
  #requireAsSeen(transaction: Transaction, namespace: string, path: string): void {
    const key = mountKey(namespace, path);
    transaction.require(key, this.#options.cache.read(mountRecord, key).version);
  }

  pathOfAccessor(transaction: Transaction, namespace: string, accessor: string): string | undefined {
    return transaction.read(mountAccessorRecord, mountAccessorKey(namespace, accessor))?.path;
  }

  /** The mount's own TTLs, or the system's. */
  limitsOf(entry: MountEntry): MountLimits {
    const { systemLimits } = this.#options;
    const maxTtlSeconds = entry.config.maxTtlSeconds || systemLimits.maxTtlSeconds;
    const wanted = entry.config.defaultTtlSeconds || systemLimits.defaultTtlSeconds;
    return { defaultTtlSeconds: Math.min(wanted, maxTtlSeconds), maxTtlSeconds };
  }

  /** As set, where that is more than what applies: a tune shows what it was told. */
  setTtlsOf(entry: MountEntry): MountLimits {
    const { defaultTtlSeconds } = this.#options.systemLimits;
    const { maxTtlSeconds } = this.limitsOf(entry);
    return { defaultTtlSeconds: entry.config.defaultTtlSeconds || defaultTtlSeconds, maxTtlSeconds };
  }

  isMountable(kind: MountEntry["kind"], type: string): boolean {
    const engine = this.engineOf(kind, type);
    return engine !== undefined && !engine.isBuiltIn;
  }

  engineOf(kind: MountEntry["kind"], type: string): AnyEngine | undefined {
    return this.#options.catalog.get(`${kind}/${type}`);
  }

  /** What is wrong with the options for an engine of this type, if anything. */
  optionsProblem(
    kind: MountEntry["kind"],
    type: string,
    options: Readonly<Record<string, string>>,
  ): string | undefined {
    return this.engineOf(kind, type)?.checkOptions?.(options);
  }

  async demandFree(
    transaction: Transaction,
    namespace: string,
    path: string,
    except?: string,
  ): Promise<void> {
    // The guard first, then storage itself: a cached look may be older than the guard that vouches for it.
    transaction.requireUnchanged(MOUNTS_GUARD);
    const above = pathAndAbove(path).find(
      (prefix) => prefix !== except && transaction.has(mountKey(namespace, prefix)),
    );
    const [below] = await transaction.keys(mountKey(namespace, path), 1);
    const taken = above ?? below?.slice(mountKey(namespace, "").length);
    if (taken !== undefined && taken !== except) {
      throw new VaultError("invalid_request", `path is already in use at ${taken.replace(/^auth\//, "")}`);
    }
  }
}
