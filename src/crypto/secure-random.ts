// Unpredictable bytes from the operating system. Small requests are cut from a pool, since one call to the
// generator costs more (4 µs) than encrypting a small record; handed-out bytes are zeroed in the pool.
import { randomFillSync } from "node:crypto";
import type { Random } from "#base/random.ts";

const POOL_BYTES = 4096;
const pool = new Uint8Array(POOL_BYTES);
let used = POOL_BYTES;

/**
 * `length` unpredictable bytes that own their memory, outside of V8's heap: small arrays inside are copied about by the
 * garbage collector, and no wiping reaches the copies. @throws when the operating system has no entropy to give
 */
export function randomBytes(length: number): Uint8Array {
  const bytes = new Uint8Array(new ArrayBuffer(length));
  fillRandom(bytes);
  return bytes;
}

/** Fills `target` with unpredictable bytes. */
export function fillRandom(target: Uint8Array): void {
  const length = target.length;
  if (length > POOL_BYTES / 8) {
    randomFillSync(target);
    return;
  }
  if (used + length > POOL_BYTES) {
    randomFillSync(pool);
    used = 0;
  }
  target.set(pool.subarray(used, used + length));
  pool.fill(0, used, used + length);
  used += length;
}

export const secureRandom: Random = { bytes: randomBytes };
