// The port between the core and whoever guards the root key: people with shares, a key beside the configuration, or
// another cluster. A seal makes an opaque blob of a secret and a secret of that blob, and knows nothing of what both are
// for. It may be far away: every call is asynchronous, settles within the seal's own deadline, and rejects only when an
// invariant is broken; what can go wrong is an outcome. No reason holds a byte of a key or of a secret.
import type { Secret } from "#base/secret.ts";

/** What a blob is for; bound to it, so that one cannot stand in for the other. */
export type SealPurpose = "root-key" | "recovery-key";

export interface SealKind {
  /** The word of the configuration and of seal-status: shamir, static, transit … */
  readonly type: string;
  /** `shares`: people enter unseal keys. `itself`: nobody is needed; people hold recovery keys, which only authorise. */
  readonly unsealsBy: "shares" | "itself";
}

export interface Seal extends SealKind {
  /**
   * `secret` stays the caller's and must live until the answer. Every call gives another blob. A wiped secret is an
   * invariant broken: stored, it would be the end of what the lost one guards.
   */
  wrap(secret: Secret, purpose: SealPurpose): Promise<WrapOutcome>;

  /** The secret is the caller's to wipe. */
  unwrap(blob: Uint8Array, purpose: SealPurpose): Promise<UnwrapOutcome>;

  /**
   * Whether `blob`, made by a seal of this type, is under another key than the newest this seal knows of: unwrap it and
   * wrap it again. A remote seal learns of new keys from `wrap` and `checkHealth`, so ask after those. False for what is
   * no such blob.
   */
  needsRewrap(blob: Uint8Array): boolean;

  /** Whether a secret could be wrapped and unwrapped now. */
  checkHealth(): Promise<SealHealth>;

  /** Wipes keys and credentials and ends background work. Afterwards the seal is unreachable; again is no error. */
  close(): Promise<void>;
}

export type WrapOutcome = { readonly kind: "wrapped"; readonly blob: Uint8Array } | Unreachable;

export type UnwrapOutcome =
  | { readonly kind: "unwrapped"; readonly secret: Secret; readonly needsRewrap: boolean }
  | UnwrapFailure
  | Unreachable;

/** No retry helps: another key, another configuration or another version of this program is needed. */
export type UnwrapFailure =
  /** The blob is whole, but its key is none of this seal's: wrong shares, or a key that was replaced. */
  | { readonly kind: "wrong-key"; readonly reason: string }
  /** The blob is not what some seal made: bytes were changed, cut off or put in its place. */
  | { readonly kind: "damaged"; readonly reason: string }
  /** Another type of seal made it: a migration is due. */
  | { readonly kind: "other-seal"; readonly type: string }
  /** A later version of this program made it. */
  | { readonly kind: "unknown-format"; readonly version: number };

/** Closed, down, slow, sealed itself, or refusing our credentials: worth another try later. */
export interface Unreachable {
  readonly kind: "unreachable";
  readonly reason: string;
}

export type SealHealth = { readonly healthy: true } | { readonly healthy: false; readonly reason: string };
