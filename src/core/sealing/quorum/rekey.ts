// New unseal or recovery keys by a quorum of the old ones: one operation at a time, in the memory of the leader. With a
// verification the new keys count only once enough of them were given back.

import { Secret } from "#base/secret.ts";
import { VaultError } from "#base/vault-error.ts";
import { equalSecrets } from "#crypto/equal.ts";
import type { PgpKey } from "#crypto/pgp-key.ts";
import { randomBytes } from "#crypto/secure-random.ts";
import type { Seal } from "#seals/seal.ts";
import { joinShares, splitKey } from "#seals/shamir/shamir-seal.ts";
import type { ShareTexts } from "#seals/share-text.ts";
import type { RootKeyRooms } from "../root-key-change.ts";
import { RECOVERY_KEY_KEY } from "../seal-records.ts";
import { deliverShares, readPgpKeys } from "../share-delivery.ts";
import { installRecoveryKey, installRootKey, installUnsealKey } from "./install-keys.ts";
import { backupOf, keyBackupKey, keyBackupRecord } from "./key-backup.ts";
import { type GivenKey, QuorumProgress, readGivenKey } from "./quorum-progress.ts";
import type { RekeyResult, RekeyStatus, RekeyStep, VerificationStatus, VerifyStep } from "./rekey-status.ts";
import type { RekeyTarget } from "./rekey-target.ts";
import { checkRekeyWish, type RekeyWish } from "./rekey-wish.ts";
import type { ShareAuthority } from "./share-authority.ts";

export interface RekeyRooms extends RootKeyRooms {
  authority: ShareAuthority;
  /** The configured seal, if it unseals by itself. */
  seal: Seal | undefined;
}

interface Operation {
  wish: RekeyWish;
  pgpKeys: readonly PgpKey[];
  progress: QuorumProgress;
  /** New keys that wait to be verified. */
  made: Made | undefined;
}

interface Made {
  key: Secret;
  texts: ShareTexts;
  verification: QuorumProgress;
}

export class Rekey {
  readonly #target: RekeyTarget;
  readonly #rooms: RekeyRooms;
  #operation: Operation | undefined;
  #isInstalling = false;

  constructor(target: RekeyTarget, rooms: RekeyRooms) {
    this.#target = target;
    this.#rooms = rooms;
  }

  /** @throws VaultError invalid_request where there are no such keys */
  status(): RekeyStatus {
    this.#demandTarget();
    const operation = this.#operation;
    return {
      started: operation !== undefined,
      nonce: operation?.progress.nonce ?? "",
      shares: operation?.wish.shares ?? 0,
      threshold: operation?.wish.threshold ?? 0,
      progress: operation?.progress.entered ?? 0,
      required: this.#rooms.authority.config.threshold,
      pgpFingerprints: fingerprintsOf(operation?.pgpKeys ?? []),
      backup: operation?.wish.backup ?? false,
      requiresVerification: operation?.wish.requiresVerification ?? false,
      verificationNonce: operation?.made?.verification.nonce ?? "",
    };
  }

  /** @throws VaultError invalid_request */
  async start(wish: RekeyWish): Promise<RekeyStatus> {
    this.#demandTarget();
    this.#demandNone();
    this.#rooms.authority.required;
    const asked = this.#makesShares ? wish : { ...wish, shares: 0, threshold: 0, ...NOTHING_TO_GIVE };
    if (this.#makesShares) checkRekeyWish(wish);
    const pgpKeys = await readPgpKeys(asked.pgpKeys);
    this.#demandNone();
    this.#operation = { wish: asked, pgpKeys, progress: new QuorumProgress("rekey"), made: undefined };
    return this.status();
  }

  cancel(): void {
    this.#operation?.progress.reset();
    this.#operation?.made?.verification.reset();
    this.#operation?.made?.key.wipe();
    this.#operation = undefined;
  }

  /** @throws VaultError invalid_request; keys that do not fit are all forgotten */
  async update({ key, nonce }: GivenKey): Promise<RekeyStep> {
    const share = readGivenKey(key);
    const operation = this.#operation;
    if (!operation) throw refuse(`no ${this.#target} rekey in progress`);
    if (operation.made) throw refuse("rekey operation already finished; verification must be performed");
    const { authority } = this.#rooms;
    const shares = operation.progress.enter(share, nonce, authority.required);
    if (!shares) return { kind: "progress", status: this.status() };
    const refusal = await authority.refusal(shares);
    if (refusal !== undefined) throw refuse(`rekey aborted: unable to authenticate: ${refusal}`);
    this.#demandCurrent(operation);
    return { kind: "done", result: await this.#make(operation) };
  }

  async #make(operation: Operation): Promise<RekeyResult> {
    const { wish, pgpKeys } = operation;
    const key = new Secret(randomBytes(32));
    const shares = this.#makesShares ? splitKey(key.reveal(), wish) : [];
    const texts = await deliverShares(shares, pgpKeys);
    for (const share of shares) share.wipe();
    const made = { key, texts, verification: new QuorumProgress("verify") };
    if (wish.requiresVerification && this.#makesShares) {
      operation.made = made;
      return resultOf(operation, made);
    }
    try {
      return { ...resultOf(operation, made), ...(await this.#install(operation, made)) };
    } finally {
      key.wipe();
    }
  }

  /** @throws VaultError: the old keys count */
  async #install(operation: Operation, made: Made): Promise<{ warning?: string }> {
    this.#isInstalling = true;
    try {
      await this.#write(operation, made);
      this.cancel();
      return {};
    } catch (error) {
      if (!(error instanceof VaultError) || error.code !== "outcome_unknown") throw error;
      // The new keys may count already: whoever waits for them must get them.
      this.cancel();
      return {
        warning: `${error.message}: keep both the old keys and the new ones, and try which of them count`,
      };
    } finally {
      this.#isInstalling = false;
    }
  }

  async #write({ wish, pgpKeys, progress }: Operation, { key, texts }: Made): Promise<void> {
    const { authority, barrier, seal } = this.#rooms;
    const counts = this.#makesShares ? { shares: wish.shares, threshold: wish.threshold } : {};
    const config = { ...authority.config, ...counts };
    const backupKey = keyBackupKey(this.#target);
    const backup = backupOf(progress.nonce, fingerprintsOf(pgpKeys) ?? [], texts.hex);
    const value = wish.backup ? barrier.encrypt(backupKey, keyBackupRecord.encode(backup)) : undefined;
    const made = { config, writes: value ? [{ key: backupKey, value }] : [] };
    if (this.#target === "recovery") return installRecoveryKey(this.#rooms, key, made);
    if (authority.isShamir) return installUnsealKey(this.#rooms, key, made);
    if (!seal) throw refuse(`the ${config.type} seal is not configured on this node`);
    return installRootKey(this.#rooms, seal, made);
  }

  /** @throws VaultError invalid_request when nothing is to be verified */
  verification(): VerificationStatus {
    this.#demandTarget();
    const operation = this.#operation;
    if (!operation) throw refuse("no rekey configuration found");
    const verification = operation.made?.verification;
    return {
      nonce: verification?.nonce ?? "",
      started: verification !== undefined,
      shares: operation.wish.shares,
      threshold: operation.wish.threshold,
      progress: verification?.entered ?? 0,
    };
  }

  /** Forgets the keys that were given back; the new keys stay. */
  cancelVerification(): VerificationStatus {
    this.#operation?.made?.verification.renew();
    return this.verification();
  }

  /** @returns whether the new keys count now. @throws VaultError invalid_request; wrong keys are all forgotten */
  async verify({ key, nonce }: GivenKey): Promise<VerifyStep> {
    const share = readGivenKey(key);
    const operation = this.#operation;
    const made = operation?.made;
    if (!operation || !made) throw refuse("no rekey verification in progress");
    const shares = made.verification.enter(share, nonce, operation.wish.threshold);
    if (!shares) return { nonce, isComplete: false };
    if (!isKeyOf(shares, made.key)) {
      made.verification.renew();
      throw refuse("rekey verification failed; incorrect key shares supplied");
    }
    return { nonce, isComplete: true, ...(await this.#install(operation, made)) };
  }

  /** With a seal that unseals by itself nobody holds shares of the key that guards the root key. */
  get #makesShares(): boolean {
    return this.#target === "recovery" || this.#rooms.authority.isShamir;
  }

  #demandTarget(): void {
    const { authority, store } = this.#rooms;
    if (this.#target === "barrier") return;
    if (authority.isShamir) throw refuse("recovery rekeying not supported");
    if (!store.get(RECOVERY_KEY_KEY)) throw refuse("recovery keys were not made for this cluster");
  }

  #demandNone(): void {
    if (this.#operation) throw refuse("rekey already in progress");
  }

  #demandCurrent(operation: Operation): void {
    if (this.#operation !== operation || this.#isInstalling)
      throw refuse("the rekey was cancelled meanwhile");
  }
}

const NOTHING_TO_GIVE = { pgpKeys: [], backup: false, requiresVerification: false } as const;

function isKeyOf(shares: readonly Secret[], key: Secret): boolean {
  const joined = joinShares(shares);
  if (!(joined instanceof Secret)) return false;
  const isSame = equalSecrets(joined.reveal(), key.reveal());
  joined.wipe();
  return isSame;
}

function fingerprintsOf(keys: readonly PgpKey[]): readonly string[] | undefined {
  return keys.length === 0 ? undefined : keys.map(({ fingerprint }) => fingerprint);
}

function resultOf({ wish, pgpKeys, progress, made: kept }: Operation, made: Made): RekeyResult {
  return {
    nonce: progress.nonce,
    keys: made.texts,
    pgpFingerprints: fingerprintsOf(pgpKeys),
    backup: wish.backup,
    requiresVerification: wish.requiresVerification,
    verificationNonce: kept ? made.verification.nonce : "",
  };
}

function refuse(reason: string): VaultError {
  return new VaultError("invalid_request", reason);
}
