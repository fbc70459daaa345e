// Makes new keys count: each a single proposal, so that at every moment either the old keys count or the new ones.
import { Secret } from "#base/secret.ts";
import { VaultError } from "#base/vault-error.ts";
import type { Seal } from "#seals/seal.ts";
import { shamirSealUnder } from "#seals/shamir/shamir-seal.ts";
import type { Write } from "#storage/write.ts";
import { changeRootKey, type RootKeyRooms } from "../root-key-change.ts";
import { RECOVERY_KEY_KEY, SEAL_CONFIG_KEY, type SealConfig, sealConfigRecord } from "../seal-records.ts";

/** What is installed, and what is written with it. */
export interface NewKeys {
  /** With the new counts. */
  config: SealConfig;
  writes: readonly Write[];
}

/** The unseal key: the root key changes with it, so that the old shares open nothing that is written from now on. */
export async function installUnsealKey(rooms: RootKeyRooms, key: Secret, made: NewKeys): Promise<void> {
  const seal = shamirSealUnder(new Secret(key.reveal().slice()));
  try {
    await changeRootKey(rooms, { seal, ...made });
  } finally {
    await seal.close();
  }
}

/** Another root key under the same seal. */
export function installRootKey(rooms: RootKeyRooms, seal: Seal, made: NewKeys): Promise<void> {
  return changeRootKey(rooms, { seal, ...made });
}

export async function installRecoveryKey(rooms: RootKeyRooms, key: Secret, made: NewKeys): Promise<void> {
  const { store, barrier, commit } = rooms;
  const epoch = barrier.epoch;
  const checks = [SEAL_CONFIG_KEY, RECOVERY_KEY_KEY].map((name) => ({
    key: name,
    version: store.get(name)?.version ?? 0,
  }));
  const writes: Write[] = [
    { key: SEAL_CONFIG_KEY, value: sealConfigRecord.encode(made.config) },
    { key: RECOVERY_KEY_KEY, value: barrier.encrypt(RECOVERY_KEY_KEY, key.reveal()) },
    ...made.writes,
  ];
  const outcome = await commit({ epoch, checks, writes });
  if (outcome === "committed") return;
  if (outcome === "unknown") {
    throw new VaultError("outcome_unknown", "write outcome unknown: the recovery keys may have been changed");
  }
  throw new VaultError("not_executed", "not executed: the recovery keys could not be stored; try again");
}
