import { secureRandom } from "#crypto/secure-random.ts";

/** A whole number in [0, bound), for bounds up to 2^48. */
export function randomBelow(bound: number): number {
  const view = new DataView(secureRandom.bytes(6).buffer);
  const bits48 = view.getUint16(0) * 2 ** 32 + view.getUint32(2);
  return Math.floor((bits48 / 2 ** 48) * bound);
}
