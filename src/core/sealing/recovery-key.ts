// The recovery key: kept encrypted, compared with what shares rebuild. It authorises and unseals nothing by itself.
import type { Barrier } from "#barrier/barrier.ts";
import type { Secret } from "#base/secret.ts";
import { equalSecrets } from "#crypto/equal.ts";
import type { KvReader } from "#storage/kv-store.ts";
import { RECOVERY_KEY_KEY } from "./seal-records.ts";

/** @throws DamagedRecordError, VaultError sealed */
export function isRecoveryKey(store: KvReader, barrier: Barrier, key: Secret): boolean {
  const stored = store.get(RECOVERY_KEY_KEY);
  if (!stored) return false;
  const recoveryKey = barrier.decrypt(RECOVERY_KEY_KEY, stored.value);
  const isSame = equalSecrets(key.reveal(), recoveryKey);
  recoveryKey.fill(0);
  return isSame;
}
