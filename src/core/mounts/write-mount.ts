// A new mount's records: its entry by path, its path by accessor, and the guard of the set.
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
import type { Transaction } from "../transaction.ts";

const guardRecord = jsonRecord<{ changedAtMs: number }>("mounts-guard", 1);
export const mountAccessorRecord = jsonRecord<{ path: string }>("mount-accessor", 1);

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

/** Whether the path is free is the caller's business. */
export function writeNewMount(transaction: Transaction, namespace: string, wanted: NewMount): MountEntry {
  const entry = newEntry(wanted);
  transaction.write(mountRecord, mountKey(namespace, entry.path), entry);
  writeMountAccessor(transaction, namespace, entry);
  bumpMountsGuard(transaction);
  return entry;
}

export function writeMountAccessor(transaction: Transaction, namespace: string, entry: MountEntry): void {
  const key = mountAccessorKey(namespace, entry.accessor);
  transaction.write(mountAccessorRecord, key, { path: entry.path });
}

export function mountAccessorKey(namespace: string, accessor: string): string {
  return storageKey("mount-accessor", namespace, accessor);
}

/** Every change of the set of mounts conflicts with every other: that keeps them from overlapping. */
export function bumpMountsGuard(transaction: Transaction): void {
  transaction.requireUnchanged(MOUNTS_GUARD);
  transaction.write(guardRecord, MOUNTS_GUARD, { changedAtMs: transaction.nowMs });
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
