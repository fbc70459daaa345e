/** Waits, and no longer than until `signal` aborts. Never rejects. Passed in, so that tests decide what time is. */
export type Pause = (ms: number, signal?: AbortSignal) => Promise<void>;
