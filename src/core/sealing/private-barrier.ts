// A barrier over keys that no other thread sees: for what is read or written before a node is unsealed.
import { Barrier, loadKeyring } from "#barrier/barrier.ts";
import { KEY_MEMORY_BYTES, KeyMemory } from "#barrier/key-memory.ts";
import { KEYRING_KEY } from "#barrier/keyring.ts";
import { openRecord } from "#barrier/sealed-record.ts";
import type { Secret } from "#base/secret.ts";
import { VaultError } from "#base/vault-error.ts";
import type { KvReader } from "#storage/kv-store.ts";
import { NODE_STATUS_BYTES, NodeStatus } from "#storage/shared/node-status.ts";

export interface PrivateBarrier {
  barrier: Barrier;
  /** Zero them when done. */
  keys: KeyMemory;
}

/** @param keyring its bytes in clear; they are zeroed */
export function privateBarrier(rootKey: Secret, keyring: Uint8Array, store: KvReader): PrivateBarrier {
  const keys = new KeyMemory(new SharedArrayBuffer(KEY_MEMORY_BYTES));
  const status = new NodeStatus(new SharedArrayBuffer(NODE_STATUS_BYTES));
  loadKeyring(keys, rootKey.reveal(), keyring);
  status.set("unsealed", 1);
  return { keys, barrier: new Barrier({ keys, status, store }) };
}

/** Over the stored keyring. @throws VaultError internal when that does not open under `rootKey` */
export function withStoredKeyring<T>(store: KvReader, rootKey: Secret, run: (barrier: Barrier) => T): T {
  const { barrier, keys } = privateBarrier(rootKey, readKeyringBytes(store, rootKey), store);
  try {
    return run(barrier);
  } finally {
    keys.zero();
  }
}

/** The caller's to zero. @throws VaultError internal */
export function readKeyringBytes(store: KvReader, rootKey: Secret): Uint8Array {
  const stored = store.get(KEYRING_KEY);
  const keyring = stored && openRecord(rootKey.reveal(), KEYRING_KEY, stored.value);
  if (!keyring) throw new VaultError("internal", "the stored keyring does not open under the root key");
  return keyring;
}
