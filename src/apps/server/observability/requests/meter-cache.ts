import type { StateCache } from "#core/state-cache.ts";
import type { Meter } from "#metrics/meter.ts";

/** Takes over what a thread's cache counts of itself. */
export function meterCache(meter: Meter, cache: StateCache): void {
  const hits = meter.counter("cache.hit");
  const misses = meter.counter("cache.miss");
  const writes = meter.counter("cache.write");
  const drops = meter.counter("cache.delete");
  const overflows = meter.counter("coffer.cache_overflows");
  meter.tallies(() => {
    const { tally } = cache;
    hits.reach(tally.hits);
    misses.reach(tally.misses);
    writes.reach(tally.misses);
    drops.reach(tally.drops);
    overflows.reach(tally.overflows);
  });
}
