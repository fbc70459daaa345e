// How much is stored of what operators watch: tokens, what will end, secrets. Counted one by one, so only now and then.

export interface UsageFigures {
  /** On the monotonic clock, when the count began and ended. */
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  /** Service tokens; one with several policies counts for each. */
  readonly tokens: number;
  readonly tokensByPolicy: ReadonlyMap<string, number>;
  /** By type of the auth mount that made them. */
  readonly tokensByAuth: ReadonlyMap<string, number>;
  /** By the time to live they were made with, as `ttlBucket` names it. */
  readonly tokensByTtl: ReadonlyMap<string, number>;
  /** Tokens and leases that will end, and by when, as `expiryBucket` names it. */
  readonly ending: number;
  readonly endingByTime: ReadonlyMap<string, number>;
  /** By path of the mount. */
  readonly secretsByMount: ReadonlyMap<string, number>;
}
