// New shares that the cluster keeps for their keepers, encrypted to their PGP keys (and by the barrier besides).
import { jsonRecord } from "#contract/record.ts";
import { storageKey } from "#storage/key-areas.ts";
import type { RekeyTarget } from "./rekey-target.ts";

export interface KeyBackup {
  /** Of the operation that made them. */
  nonce: string;
  /** PGP messages in hexadecimal, by the fingerprint of the key that they are encrypted to. */
  keys: Readonly<Record<string, readonly string[]>>;
}

export const keyBackupRecord = jsonRecord<KeyBackup>("key-backup", 1);

export function keyBackupKey(target: RekeyTarget): string {
  return storageKey("core", "root", `key-backup/${target}`);
}

/** Two shares may go to one keeper. */
export function backupOf(
  nonce: string,
  fingerprints: readonly string[],
  messages: readonly string[],
): KeyBackup {
  const keys: Record<string, string[]> = {};
  fingerprints.forEach((fingerprint, at) => {
    const message = messages[at];
    if (message === undefined) return;
    keys[fingerprint] = [...(keys[fingerprint] ?? []), message];
  });
  return { nonce, keys };
}
