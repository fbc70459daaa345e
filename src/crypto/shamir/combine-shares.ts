// Puts shares together again. Shamir's scheme has no integrity: too few, wrong or mixed shares give a wrong secret
// without a word, so whoever uses the result must prove it (here: by decrypting with it).
import { addWeighted, weightAtZero } from "./polynomial.ts";
import { ShamirError, type ShamirProblem } from "./shamir-error.ts";

/**
 * The secret of which `shares` are the shares; a single share is the secret itself. Wipe it when done.
 * @throws ShamirError no-shares, share-too-short, unequal-lengths, zero-coordinate, duplicate-coordinate
 */
export function combineShares(shares: readonly Uint8Array[]): Uint8Array {
  const [first] = shares;
  if (!first) throw new ShamirError("no-shares", "there are no shares to combine");
  if (first.length === 0) throw tooShort();
  if (shares.length === 1) return first.slice();
  checkLengths(shares, first.length);
  const coordinates = Uint8Array.from(shares, (share) => share.at(-1) as number);
  checkCoordinates(coordinates);
  const secret = new Uint8Array(first.length - 1);
  shares.forEach((share, at) => {
    const x = share.at(-1) as number;
    const others = coordinates.filter((_, other) => other !== at);
    addWeighted(secret, weightAtZero(x, others), share.subarray(0, -1));
  });
  return secret;
}

function checkLengths(shares: readonly Uint8Array[], length: number): void {
  if (shares.some((share) => share.length !== length)) {
    throw refused("unequal-lengths", "shares of one secret have the same length");
  }
  if (length < 2) throw tooShort();
}

function checkCoordinates(coordinates: Uint8Array): void {
  if (coordinates.includes(0)) throw refused("zero-coordinate", "no share lies at coordinate 0");
  if (new Set(coordinates).size !== coordinates.length) {
    throw refused("duplicate-coordinate", "two shares lie at the same coordinate");
  }
}

function tooShort(): ShamirError {
  return refused("share-too-short", "a share has at least one byte of value and its coordinate");
}

function refused(problem: ShamirProblem, message: string): ShamirError {
  return new ShamirError(problem, message);
}
