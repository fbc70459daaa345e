import { KeyMemory } from "#barrier/key-memory.ts";
import type { Meter } from "#metrics/meter.ts";
import type { SharedMemory } from "../../threads/shared-memory.ts";

/** Takes over how often the barrier encrypted, by the key that was the active one when it was looked at. */
export function meterEncryptions(
  meter: Meter,
  { keys, encryptions }: Pick<SharedMemory, "keys" | "encryptions">,
): void {
  const memory = new KeyMemory(keys);
  const count = new BigInt64Array(encryptions);
  let before = 0;
  let term = 0;
  meter.tallies(() => {
    // None while sealed: then nothing is encrypted.
    term = memory.activeTerm || term;
    const now = Number(Atomics.load(count, 0));
    // The count begins anew with a new key.
    const grown = now >= before ? now - before : now;
    before = now;
    if (term > 0) meter.counter("barrier.estimated_encryptions", { term: String(term) }).add(grown);
  });
}
