import type { Json } from "./json-text.ts";

export interface ApiErrorOptions {
  readonly method: string;
  readonly url: string;
  readonly status: number;
  /** What the server said, one sentence an entry; empty when it said nothing. */
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
  /** The body when it is no error envelope: a proxy's page, say. */
  readonly rawBody: string | undefined;
  /** Extra members some errors carry (kv v2, help). */
  readonly data: Json | undefined;
}

/** The server answered, and its answer is a refusal or a failure. */
export class ApiError extends Error {
  readonly method: string;
  readonly url: string;
  readonly status: number;
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
  readonly rawBody: string | undefined;
  readonly data: Json | undefined;

  constructor(options: ApiErrorOptions) {
    super(
      `${options.method} ${options.url}: ${options.status}: ${options.errors.join("; ") || "no reason given"}`,
    );
    this.name = "ApiError";
    this.method = options.method;
    this.url = options.url;
    this.status = options.status;
    this.errors = options.errors;
    this.warnings = options.warnings;
    this.rawBody = options.rawBody;
    this.data = options.data;
  }
}
