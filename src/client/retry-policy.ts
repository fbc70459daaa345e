// When a request may be sent again. A doubled write is worse than an error, so a write is sent again only when
// it surely was not executed: the connection never came about, or the answer says so (412, 429 with Retry-After, 503).

export interface Attempt {
  /** 0 for the first. */
  readonly number: number;
  readonly limit: number;
  /** Sending it twice does no harm: reads, or the caller said so. */
  readonly repeatable: boolean;
}

export interface Failure {
  /** `undefined`: no answer came. */
  readonly status: number | undefined;
  readonly surelyNotSent: boolean;
  /** As the answer had it. */
  readonly retryAfter: string | undefined;
}

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 1500;
/** A server may ask for more patience than the default, but not for minutes. */
const LONGEST_ASKED_WAIT_MS = 30_000;

/** Milliseconds to wait before the next attempt, or `undefined` when there must be none. */
export function waitBeforeRetry(attempt: Attempt, failure: Failure, nowMs: number): number | undefined {
  if (attempt.number >= attempt.limit || !mayRepeat(attempt, failure)) return undefined;
  const asked = askedWaitMs(failure.retryAfter, nowMs);
  return asked ?? Math.min(FIRST_WAIT_MS * 2 ** attempt.number, LONGEST_WAIT_MS);
}

function mayRepeat({ repeatable }: Attempt, { status, surelyNotSent, retryAfter }: Failure): boolean {
  if (status === undefined) return surelyNotSent || repeatable;
  if (status === 412 || status === 503) return true;
  // Without the header a 429 may be the health of a standby, which is an answer.
  if (status === 429) return retryAfter !== undefined;
  return repeatable && status >= 500 && status !== 501;
}

/** RFC 9110 §10.2.3: seconds or a date. */
function askedWaitMs(retryAfter: string | undefined, nowMs: number): number | undefined {
  if (retryAfter === undefined) return undefined;
  const waitMs = /^\d+$/.test(retryAfter) ? Number(retryAfter) * 1000 : Date.parse(retryAfter) - nowMs;
  if (Number.isNaN(waitMs)) return undefined;
  return Math.min(Math.max(waitMs, 0), LONGEST_ASKED_WAIT_MS);
}
