// Blowfish starts from the digits of π: "nothing up my sleeve". Computed when first needed instead of kept as a table of
// 1042 words: π = 16 arctan(1/5) − 4 arctan(1/239) (Machin, 1706), in fixed point.
const WORD_BITS = 32n;
/** Rounding errors of the series stay in here. */
const GUARD_BITS = 64n;

/** The first `count` words of π's fraction, most significant first. */
export function piWords(count: number): Int32Array {
  const bits = BigInt(count) * WORD_BITS + GUARD_BITS;
  const one = 1n << bits;
  const fraction = 16n * arctanOfInverse(5n, one) - 4n * arctanOfInverse(239n, one) - 3n * one;
  const words = new Int32Array(count);
  for (let at = 0; at < count; at++) {
    words[at] = Number(BigInt.asIntN(32, fraction >> (bits - BigInt(at + 1) * WORD_BITS)));
  }
  return words;
}

/** arctan(1/x) in units of 1/`one`: x⁻¹ − x⁻³/3 + x⁻⁵/5 − … */
function arctanOfInverse(x: bigint, one: bigint): bigint {
  const square = x * x;
  let power = one / x;
  let sum = power;
  for (let divisor = 3n, sign = -1n; power > 0n; divisor += 2n, sign = -sign) {
    power /= square;
    sum += (sign * power) / divisor;
  }
  return sum;
}
