// The label `creation_ttl`, as Vault buckets times to live.
const HOUR = 3600;
const DAY = 24 * HOUR;

const BUCKETS: readonly (readonly [upToSeconds: number, name: string])[] = [
  [60, "1m"],
  [600, "10m"],
  [1200, "20m"],
  [HOUR, "1h"],
  [2 * HOUR, "2h"],
  [DAY, "1d"],
  [2 * DAY, "2d"],
  [7 * DAY, "7d"],
  [30 * DAY, "30d"],
];

/** @param seconds 0: without end */
export function ttlBucket(seconds: number): string {
  const bucket = seconds > 0 && BUCKETS.find(([upTo]) => seconds <= upTo);
  return bucket ? bucket[1] : "+Inf";
}
