// The two uses of polynomials over GF(2^8) in Shamir's scheme ("How to share a secret", CACM 22(11), 1979): one
// polynomial a byte of the secret, all worked on together. Bound by the same rules as `field.ts`.
import { inverse, multiply } from "./field.ts";

/** The polynomials' values at `x`, by Horner's rule. `coefficients[k]` holds the k-th one of every polynomial. */
export function evaluateAt(x: number, coefficients: readonly Uint8Array[], values: Uint8Array): void {
  values.fill(0);
  for (let degree = coefficients.length - 1; degree >= 0; degree--) {
    const row = coefficients[degree] as Uint8Array;
    for (let at = 0; at < values.length; at++) {
      values[at] = multiply(values[at] as number, x) ^ (row[at] as number);
    }
  }
}

/** What the value at `x` counts for at 0 when the other values are at `others` (Lagrange; minus is plus here). */
export function weightAtZero(x: number, others: Uint8Array): number {
  let above = 1;
  let below = 1;
  for (let at = 0; at < others.length; at++) {
    const other = others[at] as number;
    above = multiply(above, other);
    below = multiply(below, other ^ x);
  }
  return multiply(above, inverse(below));
}

/** Adds `weight` times the values to the sum. */
export function addWeighted(sum: Uint8Array, weight: number, values: Uint8Array): void {
  for (let at = 0; at < sum.length; at++) {
    sum[at] = (sum[at] as number) ^ multiply(weight, values[at] as number);
  }
}
