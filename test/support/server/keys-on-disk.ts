// The keys of a cluster whose server has ended, as whoever holds its only unseal key and its disk can find them.
import { join } from "node:path";
import { KEYRING_KEY, Keyring } from "#barrier/keyring.ts";
import { openRecord } from "#barrier/sealed-record.ts";
import { Secret } from "#base/secret.ts";
import { ROOT_KEY_KEY } from "#core/sealing/seal-records.ts";
import { shamirSealUnder } from "#seals/shamir/shamir-seal.ts";
import { LevelStore } from "#storage/level/level-store.ts";

export interface ClusterKeys {
  rootKey: Uint8Array;
  /** By term. */
  barrierKeys: Uint8Array[];
}

/** @param folder of the server, with `data` in it */
export async function keysOnDisk(folder: string, unsealKey: Uint8Array): Promise<ClusterKeys> {
  const store = await LevelStore.open({
    directory: join(folder, "data/state"),
    cacheBytes: 1 << 20,
    mustExist: true,
  });
  try {
    const seal = shamirSealUnder(new Secret(unsealKey.slice()));
    const outcome = await seal.unwrap(store.get(ROOT_KEY_KEY)?.value ?? new Uint8Array(0), "root-key");
    if (outcome.kind !== "unwrapped") throw new Error(`the root key does not open: ${outcome.kind}`);
    const rootKey = outcome.secret.reveal();
    const keyring = openRecord(rootKey, KEYRING_KEY, store.get(KEYRING_KEY)?.value ?? new Uint8Array(0));
    if (!keyring) throw new Error("the keyring does not open");
    return { rootKey, barrierKeys: Keyring.decode(keyring).terms.map(({ key }) => key) };
  } finally {
    await store.close();
  }
}
