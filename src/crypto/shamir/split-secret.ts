// Splits a secret into shares: for each byte a random polynomial whose value at 0 is that byte; a share is the values
// at one coordinate, followed by the coordinate. The layout is Vault's.
import { assert } from "#base/assert.ts";
import type { Random } from "#base/random.ts";
import { secureRandom } from "../secure-random.ts";
import { drawCoordinates } from "./coordinates.ts";
import { evaluateAt } from "./polynomial.ts";
import { ShamirError } from "./shamir-error.ts";
import { checkShareCounts, type ShareCounts } from "./share-counts.ts";

/**
 * Shares of `secret.length + 1` bytes, any `threshold` of which bring it back; the only share of 1 of 1 is a copy of
 * the secret itself. Wipe them when done.
 * @throws ShamirError share-counts, empty-secret
 */
export function splitSecret(
  secret: Uint8Array,
  counts: ShareCounts,
  random: Random = secureRandom,
): Uint8Array[] {
  checkShareCounts(counts);
  if (secret.length === 0) throw new ShamirError("empty-secret", "an empty secret cannot be shared");
  if (counts.shares === 1) return [secret.slice()];
  const coordinates = drawCoordinates(counts.shares, random);
  const drawn = drawCoefficients(counts.threshold - 1, secret.length, random);
  try {
    return Array.from(coordinates, (x) => shareAt(x, [secret, ...drawn]));
  } finally {
    for (const row of drawn) row.fill(0);
  }
}

/**
 * Every coefficient is any byte, the top one too: refusing 0 there would tell the holders of threshold - 1 shares one
 * value that a byte of the secret does not have.
 */
function drawCoefficients(degree: number, length: number, random: Random): Uint8Array[] {
  return Array.from({ length: degree }, () => {
    const row = random.bytes(length);
    assert(row.length === length, "the random source gives as many bytes as asked for");
    return row;
  });
}

function shareAt(x: number, coefficients: readonly Uint8Array[]): Uint8Array {
  const share = new Uint8Array((coefficients[0]?.length ?? 0) + 1).fill(x);
  evaluateAt(x, coefficients, share.subarray(0, -1));
  return share;
}
