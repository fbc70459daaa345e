import type { Random } from "#base/random.ts";

/** A repeatable source (mulberry32): for tests that draw many cases and must fail the same way twice. */
export function seededRandom(seed: number): Random & { below(limit: number): number } {
  let state = seed | 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  return {
    bytes: (length) => Uint8Array.from({ length }, () => next() >>> 24),
    below: (limit) => next() % limit,
  };
}
