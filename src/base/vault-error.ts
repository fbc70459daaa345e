// The one error a caller may see. Refusals are thrown; an absent thing is `undefined`; broken invariants are
// assertions (assert.ts) and never become answers.

/** Every reason a request can be refused. `http/status-of.ts` maps each to a status; a test walks the list. */
export type ErrorCode =
  | "invalid_request"
  /** A login that failed: what the lockout counts. */
  | "invalid_credentials"
  | "permission_denied"
  | "not_found"
  | "unsupported_path"
  | "unsupported_operation"
  | "unsupported_media_type"
  | "timed_out"
  | "too_large"
  | "too_many_requests"
  | "header_too_large"
  | "missing_state"
  | "outcome_unknown"
  | "not_executed"
  | "sealed"
  | "standby"
  | "no_leader"
  | "removed"
  | "audit_failed"
  | "upstream_failed"
  | "internal";

export interface VaultErrorOptions {
  /** Why, for the server's log only: may name paths and policies, never a secret. */
  cause?: unknown;
  /** Extra members of the error body where Vault sends them (kv v2 deleted versions, help). */
  data?: unknown;
  warnings?: readonly string[];
}

/** A refusal with a stable code and a message that is safe to show to the client. */
export class VaultError extends Error {
  readonly code: ErrorCode;
  readonly data: unknown;
  readonly warnings: readonly string[];

  constructor(code: ErrorCode, message: string, options: VaultErrorOptions = {}) {
    super(message, "cause" in options ? { cause: options.cause } : undefined);
    this.name = "VaultError";
    this.code = code;
    this.data = options.data;
    this.warnings = options.warnings ?? [];
  }
}
