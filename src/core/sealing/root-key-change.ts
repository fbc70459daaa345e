// Another root key for the same keyring, in one proposal: the keyring under the new one, the new one as its guard wraps
// it, and the new one under the old one for whoever still holds that (design §6).
import type { Barrier } from "#barrier/barrier.ts";
import type { KeyMemory } from "#barrier/key-memory.ts";
import { KEYRING_KEY } from "#barrier/keyring.ts";
import { encodeUpgrade, ROOT_KEY_UPGRADE_KEY } from "#barrier/root-key-upgrade.ts";
import { sealRecord } from "#barrier/sealed-record.ts";
import { sameBytes } from "#base/bytes.ts";
import type { Pause } from "#base/pause.ts";
import { Secret } from "#base/secret.ts";
import { VaultError } from "#base/vault-error.ts";
import { randomBytes } from "#crypto/secure-random.ts";
import type { Seal } from "#seals/seal.ts";
import type { Check, Outcome } from "#storage/consensus.ts";
import type { KvReader } from "#storage/kv-store.ts";
import type { Write } from "#storage/write.ts";
import { ROOT_KEY_KEY, SEAL_CONFIG_KEY, type SealConfig, sealConfigRecord } from "./seal-records.ts";
import type { SealedProposal } from "./seal-watch.ts";

export interface RootKeyRooms {
  store: KvReader;
  keys: KeyMemory;
  barrier: Barrier;
  pause: Pause;
  logTimeMs(): number;
  commit(proposal: SealedProposal): Promise<Outcome["kind"]>;
}

/** Who guards the root key from now on. */
export interface NewGuard {
  seal: Seal;
  config: SealConfig;
  /** What changes with it. */
  writes: readonly Write[];
}

const MAX_TRIES = 5;
/** How long an unknown outcome is waited for: the new keys must not be lost over it. */
const SETTLE_MS = 10_000;
const LOOK_MS = 50;

/** @throws VaultError: nothing was changed, or (outcome_unknown) nobody knows */
export async function changeRootKey(rooms: RootKeyRooms, guard: NewGuard): Promise<void> {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const { proposal, blob } = await propose(rooms, guard);
    let outcome = await rooms.commit(proposal);
    if (outcome === "unknown" && (await isStored(rooms, blob))) outcome = "committed";
    if (outcome === "committed") return rooms.barrier.reloadKeyring();
    if (outcome === "unknown") {
      throw new VaultError("outcome_unknown", "write outcome unknown: the root key may have been changed");
    }
    if (outcome !== "conflict") {
      throw new VaultError("not_executed", "not executed: this node can not write now; try again");
    }
  }
  throw new VaultError("not_executed", "not executed: the keyring was changed meanwhile; try again");
}

async function propose(
  rooms: RootKeyRooms,
  guard: NewGuard,
): Promise<{ proposal: SealedProposal; blob: Uint8Array }> {
  const { store, keys, barrier } = rooms;
  const epoch = barrier.epoch;
  const checks = [KEYRING_KEY, ROOT_KEY_KEY, SEAL_CONFIG_KEY].map((key) => checkOf(store, key));
  const stored = store.get(KEYRING_KEY);
  if (!stored) throw new VaultError("internal", "the stored keyring is missing");
  const keyring = barrier.decrypt(KEYRING_KEY, stored.value);
  const next = new Secret(randomBytes(32));
  try {
    const blob = await wrap(guard.seal, next);
    const key = next.reveal();
    const writes: Write[] = [
      { key: KEYRING_KEY, value: sealRecord({ term: 0, key }, KEYRING_KEY, keyring) },
      { key: ROOT_KEY_KEY, value: blob },
      { key: ROOT_KEY_UPGRADE_KEY, value: encodeUpgrade(keys.rootKey, key, rooms.logTimeMs()) },
      { key: SEAL_CONFIG_KEY, value: sealConfigRecord.encode(guard.config) },
      ...guard.writes,
    ];
    return { proposal: { epoch, checks, writes }, blob };
  } finally {
    next.wipe();
    keyring.fill(0);
  }
}

async function wrap(seal: Seal, rootKey: Secret): Promise<Uint8Array> {
  const made = await seal.wrap(rootKey, "root-key");
  if (made.kind === "wrapped") return made.blob;
  throw new VaultError("upstream_failed", `the ${seal.type} seal does not answer: ${made.reason}`);
}

function checkOf(store: KvReader, key: string): Check {
  return { key, version: store.get(key)?.version ?? 0 };
}

async function isStored({ store, pause }: RootKeyRooms, blob: Uint8Array): Promise<boolean> {
  for (let waitedMs = 0; waitedMs < SETTLE_MS; waitedMs += LOOK_MS) {
    const stored = store.get(ROOT_KEY_KEY);
    if (stored && sameBytes(stored.value, blob)) return true;
    await pause(LOOK_MS);
  }
  return false;
}
