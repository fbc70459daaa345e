import { middleOf } from "./log-buckets.ts";
import type { RecentBuckets } from "./timer.ts";

/** NaN when nothing was observed, as Prometheus' own summaries have it. At most a sixteenth off. */
export function quantileOf({ firstBucket, counts }: RecentBuckets, quantile: number): number {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const rank = Math.max(1, Math.ceil(quantile * total));
  let seen = 0;
  for (const [at, count] of counts.entries()) {
    seen += count;
    if (seen >= rank) return middleOf(firstBucket + at);
  }
  return Number.NaN;
}
