// The mount table's face: enable, tune, move, look at. Mounts are stored by path, their data by UUID, so that moving one
// touches a single record. Every change of the set bumps one guard, which keeps mounts from overlapping.
import { VaultError } from "#base/vault-error.ts";
import type { Engine } from "#contract/engine.ts";
import type { MountLimits } from "#contract/mount-context.ts";
import { jsonRecord } from "#contract/record.ts";
import { randomUuid } from "#crypto/random-text.ts";
import { randomBytes } from "#crypto/secure-random.ts";
import { storageKey } from "#storage/key-areas.ts";
import {
  DEFAULT_MOUNT_CONFIG,
  MOUNTS_GUARD,
  type MountEntry,
  mountKey,
  mountRecord,
} from "../mount-entry.ts";
import type { StateCache } from "../state-cache.ts";
import type { Transaction } from "../transaction.ts";
import { pathAndAbove } from "./mount-names.ts";

/** More mounts than this on one server is a runaway script. */
const MAX_MOUNTS = 50_000;
const guardRecord = jsonRecord<{ changedAtMs: number }>("mounts-guard", 1);
const accessorRecord = jsonRecord<{ path: string }>("mount-accessor", 1);

export interface MountsOptions {
  cache: StateCache;
  catalog: ReadonlyMap<string, Engine>;
  /** TTLs where a mount has none of its own. */
  systemLimits: MountLimits;
}

export interface NewMount {
  path: string;
  kind: "secret" | "auth";
  type: string;
  description?: string;
  options?: Readonly<Record<string, string>> | null;
  local?: boolean;
  sealWrap?: boolean;
  externalEntropyAccess?: boolean;
  config?: MountEntry["config"];
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
    const prefix = mountKey(namespace, "");
    const keys = await transaction.keys(prefix, MAX_MOUNTS);
    const entries = keys.map((key) => this.#options.cache.read(mountRecord, key).value);
    return entries.filter((entry) => entry?.kind === kind) as MountEntry[];
  }

  /** @throws VaultError invalid_request when the path is taken, holds a mount or lies in one */
  async add(transaction: Transaction, namespace: string, wanted: NewMount): Promise<MountEntry> {
    await this.demandFree(transaction, namespace, wanted.path);
    return this.addUnchecked(transaction, namespace, wanted);
  }

  /** For the first mounts of a cluster, where nothing can be in the way. */
  addUnchecked(transaction: Transaction, namespace: string, wanted: NewMount): MountEntry {
    const entry = newEntry(wanted);
    transaction.write(mountRecord, mountKey(namespace, entry.path), entry);
    transaction.write(accessorRecord, storageKey("mount-accessor", namespace, entry.accessor), {
      path: entry.path,
    });
    this.#bumpGuard(transaction);
    return entry;
  }

  change(transaction: Transaction, namespace: string, entry: MountEntry): void {
    transaction.requireUnchanged(mountKey(namespace, entry.path));
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
    transaction.requireUnchanged(mountKey(namespace, entry.path));
    transaction.delete(mountKey(namespace, entry.path));
    transaction.write(mountRecord, mountKey(namespace, to), moved);
    transaction.write(accessorRecord, storageKey("mount-accessor", namespace, entry.accessor), { path: to });
    this.#bumpGuard(transaction);
    return moved;
  }

  /** Takes a mount out of the table: from the commit on nothing is found there. Its data is another's duty. */
  remove(transaction: Transaction, namespace: string, entry: MountEntry): void {
    transaction.requireUnchanged(mountKey(namespace, entry.path));
    transaction.delete(mountKey(namespace, entry.path));
    transaction.delete(storageKey("mount-accessor", namespace, entry.accessor));
    this.#bumpGuard(transaction);
  }

  pathOfAccessor(transaction: Transaction, namespace: string, accessor: string): string | undefined {
    return transaction.read(accessorRecord, storageKey("mount-accessor", namespace, accessor))?.path;
  }

  /** The mount's own TTLs, or the system's. */
  limitsOf(entry: MountEntry): MountLimits {
    const { systemLimits } = this.#options;
    const maxTtlSeconds = entry.config.maxTtlSeconds || systemLimits.maxTtlSeconds;
    const wanted = entry.config.defaultTtlSeconds || systemLimits.defaultTtlSeconds;
    return { defaultTtlSeconds: Math.min(wanted, maxTtlSeconds), maxTtlSeconds };
  }

  isMountable(kind: MountEntry["kind"], type: string): boolean {
    const engine = this.#options.catalog.get(`${kind}/${type}`);
    return engine !== undefined && !engine.isBuiltIn;
  }

  /** What is wrong with the options for an engine of this type, if anything. */
  optionsProblem(
    kind: MountEntry["kind"],
    type: string,
    options: Readonly<Record<string, string>>,
  ): string | undefined {
    return this.#options.catalog.get(`${kind}/${type}`)?.checkOptions?.(options);
  }

  async demandFree(
    transaction: Transaction,
    namespace: string,
    path: string,
    except?: string,
  ): Promise<void> {
    transaction.requireUnchanged(MOUNTS_GUARD);
    const above = pathAndAbove(path).find((prefix) => this.at(namespace, prefix) && prefix !== except);
    const [below] = await transaction.keys(mountKey(namespace, path), 1);
    const taken = above ?? below?.slice(mountKey(namespace, "").length);
    if (taken !== undefined && taken !== except) {
      throw new VaultError("invalid_request", `path is already in use at ${taken.replace(/^auth\//, "")}`);
    }
  }

  #bumpGuard(transaction: Transaction): void {
    transaction.requireUnchanged(MOUNTS_GUARD);
    transaction.write(guardRecord, MOUNTS_GUARD, { changedAtMs: transaction.nowMs });
  }
}

function newEntry(wanted: NewMount): MountEntry {
  const prefix = wanted.kind === "auth" ? `auth_${wanted.type}` : wanted.type;
  return {
    path: wanted.path,
    kind: wanted.kind,
    type: wanted.type,
    uuid: randomUuid(),
    accessor: `${prefix}_${randomBytes(4).toHex()}`,
    description: wanted.description ?? "",
    options: wanted.options ?? null,
    local: wanted.local ?? false,
    sealWrap: wanted.sealWrap ?? false,
    externalEntropyAccess: wanted.externalEntropyAccess ?? false,
    config: wanted.config ?? DEFAULT_MOUNT_CONFIG,
  };
}
