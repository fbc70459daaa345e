// A new root token by a quorum: one attempt at a time, in the memory of the leader. The token itself is made by the room
// of tokens once the quorum has been met.
import { utf8 } from "#base/bytes.ts";
import { VaultError } from "#base/vault-error.ts";
import { randomBase62 } from "#crypto/random-text.ts";
import { readPgpKey } from "../share-delivery.ts";
import { type GivenKey, QuorumProgress, readGivenKey } from "./quorum-progress.ts";
import type { ShareAuthority } from "./share-authority.ts";

/** `hvs.` and 24 letters: what the token is combined with has its length. */
export const ROOT_TOKEN_BYTES = 28;

/** Neither: the node makes a one-time password. Both are "" when absent. */
export interface RootWish {
  otp: string;
  pgpKey: string;
}

export interface RootStatus {
  started: boolean;
  nonce: string;
  progress: number;
  required: number;
  pgpFingerprint: string;
}

/** How the one who started wants the token. */
export type RootEnvelope = { kind: "otp"; otp: string } | { kind: "pgp"; key: string };

export interface RootStep {
  status: RootStatus;
  /** The quorum is met: the token may be made, once. */
  envelope: RootEnvelope | undefined;
}

interface Attempt {
  progress: QuorumProgress;
  envelope: RootEnvelope;
  pgpFingerprint: string;
}

export class RootAttempts {
  readonly #authority: ShareAuthority;
  #attempt: Attempt | undefined;

  constructor(authority: ShareAuthority) {
    this.#authority = authority;
  }

  status(): RootStatus {
    return this.#statusOf(this.#attempt);
  }

  /** @returns the one-time password, if it was made here: it is told once. @throws VaultError invalid_request */
  async start(wish: RootWish): Promise<{ status: RootStatus; otp: string }> {
    this.#demandNone();
    // A quorum that nobody could ever make is refused before it is waited for.
    this.#authority.required;
    const made = wish.otp === "" && wish.pgpKey === "" ? randomBase62(ROOT_TOKEN_BYTES) : "";
    const attempt = await attemptFor(wish, made);
    this.#demandNone();
    this.#attempt = attempt;
    return { status: this.status(), otp: made };
  }

  cancel(): void {
    this.#attempt?.progress.reset();
    this.#attempt = undefined;
  }

  /** @throws VaultError invalid_request; keys that do not fit are all forgotten */
  async update({ key, nonce }: GivenKey): Promise<RootStep> {
    const share = readGivenKey(key);
    const attempt = this.#attempt;
    if (!attempt) throw refuse("no root generation in progress");
    const { required } = this.#authority;
    const shares = attempt.progress.enter(share, nonce, required);
    if (!shares) return { status: this.status(), envelope: undefined };
    const refusal = await this.#authority.refusal(shares);
    if (refusal !== undefined) throw refuse(`root generation aborted: unable to authenticate: ${refusal}`);
    if (this.#attempt !== attempt) throw refuse("no root generation in progress");
    this.#attempt = undefined;
    return { status: { ...this.#statusOf(attempt), progress: required }, envelope: attempt.envelope };
  }

  #demandNone(): void {
    if (this.#attempt) throw refuse("root generation already in progress");
  }

  #statusOf(attempt: Attempt | undefined): RootStatus {
    return {
      started: attempt !== undefined,
      nonce: attempt?.progress.nonce ?? "",
      progress: attempt?.progress.entered ?? 0,
      required: this.#authority.config.threshold,
      pgpFingerprint: attempt?.pgpFingerprint ?? "",
    };
  }
}

async function attemptFor({ otp, pgpKey }: RootWish, made: string): Promise<Attempt> {
  const progress = new QuorumProgress("root generation");
  const password = otp || made;
  if (password === "") {
    const { fingerprint } = await readPgpKey(pgpKey);
    return { progress, envelope: { kind: "pgp", key: pgpKey }, pgpFingerprint: fingerprint };
  }
  if (pgpKey !== "") throw refuse("otp and pgp_key can not be given together");
  if (utf8(password).length !== ROOT_TOKEN_BYTES) throw refuse("OTP string has incorrect length");
  return { progress, envelope: { kind: "otp", otp: password }, pgpFingerprint: "" };
}

function refuse(reason: string): VaultError {
  return new VaultError("invalid_request", reason);
}
