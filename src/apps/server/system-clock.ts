import type { Clock } from "#base/clock.ts";

/** The machine's clocks. The monotonic one has the same zero on every thread. */
export const systemClock: Clock = {
  wallMs: () => Date.now(),
  monotonicMs: () => Number(process.hrtime.bigint() / 1000n) / 1000,
};
