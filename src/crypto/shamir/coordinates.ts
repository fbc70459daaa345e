// Where the polynomials are evaluated: distinct non-zero bytes in random order. They are no secret.
import { assert } from "#base/assert.ts";
import type { Random } from "#base/random.ts";

const NON_ZERO_BYTES = 255;
/** Each try is refused with a chance below one half: a source that fails so often is broken. */
const MAX_DRAWS = 128;

/** `count` of 1..255, every choice and order equally likely (Fisher and Yates, stopped early). */
export function drawCoordinates(count: number, random: Random): Uint8Array {
  assert(count <= NON_ZERO_BYTES, "there are 255 coordinates");
  const left = Uint8Array.from({ length: NON_ZERO_BYTES }, (_, at) => at + 1);
  for (let at = 0; at < count; at++) {
    const chosen = at + drawBelow(NON_ZERO_BYTES - at, random);
    const coordinate = left[chosen] as number;
    left[chosen] = left[at] as number;
    left[at] = coordinate;
  }
  return left.slice(0, count);
}

/** 0 … limit - 1, each equally likely: bytes above the last whole multiple of `limit` are thrown away. */
function drawBelow(limit: number, random: Random): number {
  const fair = 256 - (256 % limit);
  for (let draws = 0; draws < MAX_DRAWS; draws++) {
    const [byte] = random.bytes(1);
    if (byte !== undefined && byte < fair) return byte % limit;
  }
  assert(false, "the random source gives usable bytes");
}
