// Rotation of the barrier's key: a new term encrypts, old ones still decrypt. By hand, by age, and before a key has
// encrypted so many records that random nonces might repeat (NIST SP 800-38D §8.3: 2^32).
import { KEYRING_KEY, Keyring } from "#barrier/keyring.ts";
import type { RecordKind } from "#contract/record.ts";
import { jsonRecord } from "#contract/record.ts";
import { randomBytes } from "#crypto/secure-random.ts";
import { storageKey } from "#storage/key-areas.ts";
import type { Transaction } from "../transaction.ts";

/** 90 % of 2^32, as Vault. */
export const MOST_OPERATIONS = 3_865_470_566;
export const FEWEST_OPERATIONS = 1_000_000;
export const SHORTEST_INTERVAL_SECONDS = 24 * 3600;

export interface RotationConfig {
  enabled: boolean;
  maxOperations: number;
  /** 0: never by age. */
  intervalSeconds: number;
}

export const DEFAULT_ROTATION: RotationConfig = {
  enabled: true,
  maxOperations: MOST_OPERATIONS,
  intervalSeconds: 0,
};
export const ROTATION_KEY = storageKey("core", "root", "rotation");
export const rotationRecord = jsonRecord<RotationConfig>("rotation", 1);

/** How many records the active term has encrypted, counted ahead in blocks so that a crash never loses count. */
export interface EncryptionCount {
  term: number;
  reserved: number;
}

export const ENCRYPTION_COUNT_KEY = storageKey("core", "root", "encryption-count");
export const encryptionCountRecord = jsonRecord<EncryptionCount>("encryption-count", 1);

/** The stored keyring. Wipe it when done. */
export function readKeyring(transaction: Transaction): Keyring {
  const keyring = transaction.readOnce(keyringRecord, KEYRING_KEY);
  if (!keyring) throw new TypeError("an initialised cluster has a keyring");
  return keyring;
}

/** Adds a term; takes effect on a thread when it reloads the keyring. */
export function rotateKeyring(transaction: Transaction): void {
  const before = readKeyring(transaction);
  const key = randomBytes(32);
  const after = before.withNewTerm(key, transaction.nowMs);
  const encoded = after.encode();
  transaction.writeUnderRootKey(KEYRING_KEY, encoded);
  encoded.fill(0);
  after.wipe();
}

/** Whether the active term has to make way. Pure. */
export function isRotationDue(
  config: RotationConfig,
  active: { installedAtMs: number; operations: number },
  nowMs: number,
): boolean {
  if (active.operations >= Math.min(config.maxOperations, MOST_OPERATIONS)) return true;
  if (!config.enabled || config.intervalSeconds === 0) return false;
  return nowMs - active.installedAtMs >= config.intervalSeconds * 1000;
}

const keyringRecord: RecordKind<Keyring> = {
  name: "keyring",
  version: 1,
  encode: (keyring) => keyring.encode(),
  decode: (bytes) => Keyring.decode(bytes),
};
