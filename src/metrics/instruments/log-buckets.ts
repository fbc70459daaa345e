// A logarithmic scale for milliseconds: eight buckets to each doubling, from a microsecond to twelve days. A bucket
// is found in the number's own bits, so that observing costs neither a logarithm nor a search.

const PARTS_BITS = 3;
const PARTS = 1 << PARTS_BITS;
/** 2^-10 ms is about a microsecond. */
const LOWEST_EXPONENT = -10;
const DOUBLINGS = 40;

/** How many there are. What is outside the scale counts in the first or the last. */
export const BUCKETS = DOUBLINGS * PARTS;

const EXPONENT_BIAS = 1023;
const FIRST = (EXPONENT_BIAS + LOWEST_EXPONENT) << PARTS_BITS;
const number = new Float64Array(1);
const words = new Uint32Array(number.buffer);
/** Which of the two words holds sign, exponent and the first bits of the fraction. */
const HIGH = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1 ? 1 : 0;
const FRACTION_BITS_IN_HIGH = 20;

export function bucketOf(ms: number): number {
  number[0] = Math.max(ms, 0);
  const bucket = ((words[HIGH] ?? 0) >>> (FRACTION_BITS_IN_HIGH - PARTS_BITS)) - FIRST;
  return bucket < 0 ? 0 : bucket >= BUCKETS ? BUCKETS - 1 : bucket;
}

/** The middle of a bucket: at most one sixteenth off anything in it. */
export function middleOf(bucket: number): number {
  const doubling = 2 ** (LOWEST_EXPONENT + Math.floor(bucket / PARTS));
  return doubling * (1 + ((bucket % PARTS) + 0.5) / PARTS);
}
