// One request from the caller's point of view: rate limit, attempts, at most one redirect, one deadline over all.

import { type RateLimit, RateLimiter } from "./rate-limiter.ts";
import { apiErrorOf, readBody } from "./read-answer.ts";
import type { Failure } from "./retry-policy.ts";
import { originOf, type ServerAddress } from "./server-address.ts";
import type { BodySource, Transport, WireRequest, WireResponse } from "./transport.ts";
import { TransportError } from "./transport-error.ts";

export interface ExchangeOptions {
  readonly transport: Transport;
  readonly timeoutMs: number;
  readonly retries: number;
  readonly followRedirects: boolean;
  readonly rateLimit: RateLimit | undefined;
  readonly maxAnswerBytes: number;
}

export interface OutgoingRequest {
  readonly method: string;
  readonly address: ServerAddress;
  readonly target: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: BodySource | undefined;
  readonly repeatable: boolean;
  /** Statuses from 400 up that are answers to this request. */
  readonly expected: (status: number) => boolean;
}

interface Deadline {
  readonly signal: AbortSignal;
  readonly clear: () => void;
}

export class Exchange {
  readonly #options: ExchangeOptions;
  readonly #limiter: RateLimiter | undefined;

  constructor(options: ExchangeOptions) {
    this.#options = options;
    this.#limiter =
      options.rateLimit === undefined ? undefined : new RateLimiter(options.rateLimit, performance.now());
  }

  /**
   * Sends until an answer is had that counts, and hands it to `take` under the same deadline.
   * @throws ApiError for an unexpected status from 400 up, TransportError when no usable answer came
   */
  async run<T>(
    request: OutgoingRequest,
    take: (response: WireResponse, clear: () => void) => Promise<T>,
  ): Promise<T> {
    const deadline = this.#deadline();
    try {
      for (let number = 0; ; number++) {
        const outcome = await this.#attempt({ ...request, signal: deadline.signal });
        if (!("failure" in outcome)) return await take(outcome, deadline.clear);
        // Retries and redirects are rare: their rules are loaded when one is due, so that clients start fast.
        const { waitBeforeRetry } = await import("./retry-policy.ts");
        const attempt = { number, limit: this.#options.retries, repeatable: request.repeatable };
        const waitMs = waitBeforeRetry(attempt, outcome.failure, Date.now());
        if (waitMs === undefined) throw outcome.error;
        await sleep(waitMs, deadline.signal, outcome.error);
      }
    } catch (error) {
      throw deadline.signal.aborted ? timedOut(request, deadline.signal, error) : error;
    } finally {
      deadline.clear();
    }
  }

  async #attempt(request: OutgoingRequest & { signal: AbortSignal }): Promise<WireResponse | FailedAttempt> {
    const waitMs = this.#limiter?.take(performance.now()) ?? 0;
    if (waitMs > 0) await sleep(waitMs, request.signal, undefined);
    try {
      const response = await this.#sendFollowing(request);
      if (response.status < 400 || request.expected(response.status)) return response;
      const bytes = await readBody(response, this.#options.maxAnswerBytes, askedFor(request));
      const retryAfter = response.headers["retry-after"];
      return {
        failure: {
          status: response.status,
          surelyNotSent: false,
          retryAfter: typeof retryAfter === "string" ? retryAfter : undefined,
        },
        error: apiErrorOf(askedFor(request), response.status, bytes),
      };
    } catch (error) {
      if (!(error instanceof TransportError) || isForGood(error)) throw error;
      const surelyNotSent = error.delivery === "not-sent";
      return { failure: { status: undefined, surelyNotSent, retryAfter: undefined }, error };
    }
  }

  async #sendFollowing(request: WireRequest): Promise<WireResponse> {
    const { transport, followRedirects } = this.#options;
    const first = await transport.send(request);
    if (!followRedirects || first.status < 300 || first.status >= 400) return first;
    const redirection = await redirectionFor(request, first);
    if (redirection === undefined) return first;
    first.body.resume();
    return await transport.send({ ...request, ...redirection });
  }

  #deadline(): Deadline {
    const controller = new AbortController();
    const { timeoutMs } = this.#options;
    if (timeoutMs === 0) return { signal: controller.signal, clear: () => undefined };
    const late = () =>
      controller.abort(new Error(`no answer within the time limit of ${timeoutMs / 1000} s`));
    const timer = setTimeout(late, timeoutMs);
    return { signal: controller.signal, clear: () => clearTimeout(timer) };
  }
}

interface FailedAttempt {
  readonly failure: Failure;
  readonly error: Error;
}

async function redirectionFor(request: WireRequest, { status, headers }: WireResponse) {
  const { redirectionOf } = await import("./redirect.ts");
  const location = headers.location;
  try {
    return redirectionOf({
      status,
      location: typeof location === "string" ? location : undefined,
      from: request.address,
      target: request.target,
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new TransportError({
      ...askedFor(request),
      reason,
      code: "REDIRECT",
      delivery: "unknown",
      cause: error,
    });
  }
}

/** What asking again cannot mend: wrong settings, a refused redirect, a certificate, plain HTTP where TLS should be. */
function isForGood({ code, reason }: TransportError): boolean {
  if (code === "SETUP" || code === "REDIRECT" || code === "TOO_LARGE") return true;
  return reason.startsWith("x509: ") || reason.startsWith("server gave HTTP response");
}

function askedFor(request: { method: string; address: ServerAddress; target: string }) {
  return { method: request.method, url: originOf(request.address) + request.target };
}

function timedOut(request: OutgoingRequest, signal: AbortSignal, error: unknown): unknown {
  if (error instanceof TransportError && error.code === "TIMEOUT") return error;
  const reason = signal.reason instanceof Error ? signal.reason.message : "no answer within the time limit";
  return new TransportError({
    ...askedFor(request),
    reason,
    code: "TIMEOUT",
    delivery: "unknown",
    cause: error,
  });
}

function sleep(ms: number, signal: AbortSignal, reasonWhenCut: Error | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const cut = () => {
      clearTimeout(timer);
      reject(reasonWhenCut ?? signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", cut);
      resolve();
    }, ms);
    if (signal.aborted) cut();
    else signal.addEventListener("abort", cut, { once: true });
  });
}
