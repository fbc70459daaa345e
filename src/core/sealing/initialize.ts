// What `sys/init` writes: keys, the wrapped root key, and the first records of every room, all in one proposal that only
// the first of two initialisations can win. Built where the keys are made; only ciphertext leaves.
import { KEYRING_KEY, Keyring } from "#barrier/keyring.ts";
import { encodeBase64, utf8 } from "#base/bytes.ts";
import { Secret } from "#base/secret.ts";
import { VaultError } from "#base/vault-error.ts";
import type { PgpKey } from "#crypto/pgp-key.ts";
import { randomBase62, randomUuid } from "#crypto/random-text.ts";
import { randomBytes } from "#crypto/secure-random.ts";
import type { ShareCounts } from "#crypto/shamir/share-counts.ts";
import type { Seal } from "#seals/seal.ts";
import { createShamirSeal, splitKey } from "#seals/shamir/shamir-seal.ts";
import type { ShareTexts } from "#seals/share-text.ts";
import type { Check } from "#storage/consensus.ts";
import type { KvReader } from "#storage/kv-store.ts";
import type { Write } from "#storage/write.ts";
import { Transaction } from "../transaction.ts";
import type { InitRequest } from "./init-request.ts";
import { privateBarrier } from "./private-barrier.ts";
import {
  CLUSTER_KEY,
  clusterRecord,
  RECOVERY_KEY_KEY,
  ROOT_KEY_KEY,
  SEAL_CONFIG_KEY,
  sealConfigRecord,
} from "./seal-records.ts";
import { deliverShares, readPgpKey, readPgpKeys } from "./share-delivery.ts";

/** Writes a room's first records. */
export type Seed = (transaction: Transaction) => void;

export interface InitializeOptions {
  request: InitRequest;
  /** The configured seal, if it unseals by itself. */
  seal: Seal | undefined;
  clusterName: string | undefined;
  nowMs: number;
  seeds: readonly Seed[];
  /** The room of tokens writes a first root token with this id, or one of its own making. */
  seedRootToken(transaction: Transaction): string;
}

export interface Initialization {
  checks: Check[];
  writes: Write[];
  rootToken: string;
  /** Shamir's shares of the unseal key, or of the recovery key. */
  shares: ShareTexts;
}

export async function initialize(options: InitializeOptions): Promise<Initialization> {
  const { seal, request } = options;
  const keepers = await readPgpKeys(request.pgpKeys ?? []);
  const rootKeeper = request.rootTokenPgpKey ? await readPgpKey(request.rootTokenPgpKey) : undefined;
  const rootKey = new Secret(randomBytes(32));
  try {
    const guarding = { ...request, keepers };
    const guarded = seal
      ? await guardBySeal(seal, rootKey, guarding)
      : await guardByShares(rootKey, guarding);
    const made = writesOf(options, rootKey, { ...guarded, sealType: seal?.type ?? "shamir" });
    if (!rootKeeper) return made;
    return { ...made, rootToken: encodeBase64(await rootKeeper.encrypt(utf8(made.rootToken))) };
  } finally {
    rootKey.wipe();
  }
}

interface Guarded {
  wrappedRootKey: Uint8Array;
  shares: ShareTexts;
  /** Recovery key, to be kept encrypted. */
  recoveryKey?: Uint8Array;
}

interface Guarding extends ShareCounts {
  /** None, or one for each share. */
  keepers: readonly PgpKey[];
}

async function guardByShares(rootKey: Secret, { keepers, shares, threshold }: Guarding): Promise<Guarded> {
  const made = createShamirSeal({ shares, threshold });
  try {
    const outcome = await made.seal.wrap(rootKey, "root-key");
    if (outcome.kind !== "wrapped") throw new VaultError("internal", "the root key could not be wrapped");
    return { wrappedRootKey: outcome.blob, shares: await deliverShares(made.shares, keepers) };
  } finally {
    for (const share of made.shares) share.wipe();
    await made.seal.close();
  }
}

async function guardBySeal(seal: Seal, rootKey: Secret, guarding: Guarding): Promise<Guarded> {
  const outcome = await seal.wrap(rootKey, "root-key");
  if (outcome.kind !== "wrapped")
    throw new VaultError("upstream_failed", `the ${seal.type} seal does not answer`);
  if (guarding.shares === 0) return { wrappedRootKey: outcome.blob, shares: { hex: [], base64: [] } };
  return { wrappedRootKey: outcome.blob, ...(await recoveryShares(guarding)) };
}

async function recoveryShares({
  keepers,
  ...counts
}: Guarding): Promise<Pick<Guarded, "shares" | "recoveryKey">> {
  const recoveryKey = randomBytes(32);
  const shares = splitKey(recoveryKey, { shares: counts.shares, threshold: counts.threshold });
  try {
    return { shares: await deliverShares(shares, keepers), recoveryKey };
  } finally {
    for (const share of shares) share.wipe();
  }
}

function writesOf(
  options: InitializeOptions,
  rootKey: Secret,
  guarded: Guarded & { sealType: string },
): Initialization {
  const keyring = new Keyring([{ term: 1, installedAtMs: options.nowMs, key: randomBytes(32) }]);
  const { keys, barrier } = privateBarrier(rootKey, keyring.encode(), NOTHING_STORED);
  try {
    const transaction = new Transaction({ store: NOTHING_STORED, barrier, nowMs: options.nowMs });
    const { shares, threshold } = options.request;
    const config = { type: guarded.sealType, shares, threshold, initialisedAtMs: options.nowMs };
    transaction.putPlain(SEAL_CONFIG_KEY, sealConfigRecord.encode(config));
    transaction.putPlain(ROOT_KEY_KEY, guarded.wrappedRootKey);
    const encoded = keyring.encode();
    transaction.writeUnderRootKey(KEYRING_KEY, encoded);
    encoded.fill(0);
    transaction.write(clusterRecord, CLUSTER_KEY, {
      name: options.clusterName ?? `vault-cluster-${randomBase62(8).toLowerCase()}`,
      id: randomUuid(),
    });
    if (guarded.recoveryKey) transaction.put(RECOVERY_KEY_KEY, guarded.recoveryKey);
    for (const seed of options.seeds) seed(transaction);
    const rootToken = options.seedRootToken(transaction);
    const { writes } = transaction.proposal({ origin: 0, sequence: 0, sentAtMs: 0 });
    return {
      checks: [{ key: SEAL_CONFIG_KEY, version: 0 }],
      writes: [...writes],
      rootToken,
      shares: guarded.shares,
    };
  } finally {
    keys.zero();
    keyring.wipe();
    guarded.recoveryKey?.fill(0);
  }
}

const NOTHING_STORED: KvReader = {
  get: () => undefined,
  keys: async () => [],
  entries: async () => [],
  children: async () => [],
};
