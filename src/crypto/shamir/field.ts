// Arithmetic of GF(2^8) with Rijndael's polynomial (FIPS 197 §4.2). Shares and secrets pass through here, so nothing
// may depend on a value but the result: no table, no branch, no operator of variable time. CVE-2023-25000 is what
// logarithm tables give away. `test/crypto/shamir/source-rules.test.ts` reads this file and refuses what it forbids.

const POLYNOMIAL = 0x11b;

/** The product of two bytes: shift and add, always eight rounds. */
export function multiply(a: number, b: number): number {
  let product = 0;
  for (let bit = 7; bit >= 0; bit--) {
    // Masks are `0 - bit`, never `-bit`: that makes -0 of a zero, for which the interpreter has another, slower path.
    product = (product << 1) ^ ((0 - (product >> 7)) & POLYNOMIAL);
    product ^= (0 - ((b >> bit) & 1)) & a;
  }
  return product;
}

/** The inverse of a byte, a^254 = a^2 · a^4 · … · a^128 (Fermat); 0 for 0. */
export function inverse(a: number): number {
  let power = a;
  let product = 1;
  for (let step = 0; step < 7; step++) {
    power = multiply(power, power);
    product = multiply(product, power);
  }
  return product;
}
