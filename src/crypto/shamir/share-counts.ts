import { assert } from "#base/assert.ts";
import { ShamirError } from "./shamir-error.ts";

/** Coordinates are the non-zero bytes. */
const MAX_SHARES = 255;

/** How many shares there are, and how many of them bring the secret back. */
export interface ShareCounts {
  readonly shares: number;
  readonly threshold: number;
}

/**
 * 1 of 1, or 2 ≤ threshold ≤ shares ≤ 255. Messages are those that Vault's clients see behind
 * `invalid seal configuration: `.
 * @throws ShamirError share-counts
 */
export function checkShareCounts({ shares, threshold }: ShareCounts): void {
  assert(Number.isInteger(shares) && Number.isInteger(threshold), "share counts are whole numbers");
  if (shares < 1) throw refused("shares must be at least one");
  if (threshold < 1) throw refused("threshold must be at least one");
  if (shares > 1 && threshold === 1) {
    throw refused("threshold must be greater than one for multiple shares");
  }
  if (shares > MAX_SHARES) throw refused("shares must be less than 256");
  if (threshold > shares) throw refused("threshold cannot be larger than shares");
}

function refused(message: string): ShamirError {
  return new ShamirError("share-counts", message);
}
