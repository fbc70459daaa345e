// What is stored about sealing. Plain where it must be read while sealed: the seal's shape and the wrapped root key.
import { jsonRecord } from "#contract/record.ts";
import { storageKey } from "#storage/key-areas.ts";

/** Plain: how the root key is guarded. */
export interface SealConfig {
  type: string;
  /** Shamir's for the shamir seal; the recovery key's otherwise. */
  shares: number;
  threshold: number;
  initialisedAtMs: number;
}

export const SEAL_CONFIG_KEY = storageKey("core", "root", "seal-config");
export const sealConfigRecord = jsonRecord<SealConfig>("seal-config", 1);

/** Plain: the root key as the seal wrapped it. */
export const ROOT_KEY_KEY = storageKey("core", "root", "root-key");

/** Encrypted: what the cluster calls itself. */
export interface ClusterIdentity {
  name: string;
  id: string;
}

export const CLUSTER_KEY = storageKey("core", "root", "cluster");
export const clusterRecord = jsonRecord<ClusterIdentity>("cluster", 1);

/** Encrypted: compared with what recovery shares rebuild, where the seal unseals by itself. */
export const RECOVERY_KEY_KEY = storageKey("core", "root", "recovery-key");
