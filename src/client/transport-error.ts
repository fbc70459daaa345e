/** Whether the server can have seen the request: only `not-sent` may be sent again without a thought. */
export type Delivery = "not-sent" | "unknown";

export interface TransportErrorOptions {
  readonly method: string;
  readonly url: string;
  readonly reason: string;
  readonly delivery: Delivery;
  /** Node's or OpenSSL's code (ECONNREFUSED, CERT_HAS_EXPIRED …), or one of ours (TIMEOUT, TOO_LARGE, BAD_ANSWER). */
  readonly code: string;
  readonly cause?: unknown;
}

/** No usable answer came: the connection, the certificate, the time limit or the answer's form failed. */
export class TransportError extends Error {
  readonly method: string;
  readonly url: string;
  readonly reason: string;
  readonly delivery: Delivery;
  readonly code: string;

  constructor(options: TransportErrorOptions) {
    super(`${options.method} ${options.url}: ${options.reason}`, { cause: options.cause });
    this.name = "TransportError";
    this.method = options.method;
    this.url = options.url;
    this.reason = options.reason;
    this.delivery = options.delivery;
    this.code = options.code;
  }
}
