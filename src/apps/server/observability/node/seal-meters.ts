import type { Meter } from "#metrics/meter.ts";

/** What is measured of a seal. Made at the start, so that a node whose seal is Shamir's shows them at 0. */
export function sealMeters(meter: Meter) {
  return {
    encrypt: {
      count: meter.counter("seal.encrypt"),
      errors: meter.counter("seal.encrypt.error"),
      timer: meter.timer("seal.encrypt.time"),
    },
    decrypt: {
      count: meter.counter("seal.decrypt"),
      errors: meter.counter("seal.decrypt.error"),
      timer: meter.timer("seal.decrypt.time"),
    },
  };
}
