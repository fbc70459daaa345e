// The seal of shares: the root key is wrapped by a key-encryption key that exists only while enough shares are put
// together. Keep such a seal for one use and close it: nothing of it has to outlive an unsealing or a rekeying.
import type { Random } from "#base/random.ts";
import { Secret } from "#base/secret.ts";
import { secureRandom } from "#crypto/secure-random.ts";
import { combineShares } from "#crypto/shamir/combine-shares.ts";
import { ShamirError } from "#crypto/shamir/shamir-error.ts";
import type { ShareCounts } from "#crypto/shamir/share-counts.ts";
import { splitSecret } from "#crypto/shamir/split-secret.ts";
import { LocalSeal, SEAL_KEY_BYTES } from "../local-seal.ts";
import type { Seal, SealKind } from "../seal.ts";

/** Known while nobody holds the key: sealed, or not initialised. */
export const SHAMIR: SealKind = { type: "shamir", unsealsBy: "shares" };

/** Shares make no seal; the reason is for the server's log, not for whoever entered them. */
export type ShamirOpening =
  | { readonly kind: "opened"; readonly seal: Seal }
  | { readonly kind: "refused"; readonly reason: string };

/**
 * A seal under a new key, and the shares that bring this key back: the caller's to hand out and to wipe.
 * @throws ShamirError share-counts
 */
export function createShamirSeal(
  counts: ShareCounts,
  random: Random = secureRandom,
): { seal: Seal; shares: Secret[] } {
  const key = random.bytes(SEAL_KEY_BYTES);
  const shares = splitKey(key, counts, random);
  return { seal: shamirSealUnder(new Secret(key)), shares };
}

/** The caller's to hand out and to wipe. @throws ShamirError share-counts */
export function splitKey(key: Uint8Array, counts: ShareCounts, random: Random = secureRandom): Secret[] {
  return splitSecret(key, counts, random).map((share) => new Secret(share));
}

/** Shares carry no name, so neither does their key. It is the seal's from now on. */
export function shamirSealUnder(key: Secret): Seal {
  return new LocalSeal(SHAMIR, [{ id: "", key }]);
}

/**
 * The seal that `shares` make, right or wrong: only unwrapping proves them (`wrong-key` if not). The shares are wiped in
 * every case.
 */
export function openShamirSeal(shares: readonly Secret[]): ShamirOpening {
  const key = joinShares(shares);
  return key instanceof Secret ? { kind: "opened", seal: shamirSealUnder(key) } : key;
}

/** The key that `shares` make, right or wrong, the caller's to wipe. The shares are wiped in every case. */
export function joinShares(shares: readonly Secret[]): Secret | { kind: "refused"; reason: string } {
  try {
    const key = combineShares(shares.map((share) => share.reveal()));
    if (isUsable(key)) return new Secret(key);
    key.fill(0);
    return { kind: "refused", reason: "the shares combine to what is no key" };
  } catch (error) {
    if (error instanceof ShamirError) return { kind: "refused", reason: error.message };
    throw error;
  } finally {
    for (const share of shares) share.wipe();
  }
}

function isUsable(key: Uint8Array): boolean {
  return key.length === SEAL_KEY_BYTES && key.some((byte) => byte !== 0);
}
