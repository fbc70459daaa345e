// The only file with the numbers of refusals. A code without a status is a compile error.
import type { ErrorCode } from "#base/vault-error.ts";

const STATUS = {
  invalid_request: 400,
  invalid_credentials: 400,
  permission_denied: 403,
  not_found: 404,
  unsupported_path: 404,
  unsupported_operation: 405,
  timed_out: 408,
  outcome_unknown: 409,
  missing_state: 412,
  too_large: 413,
  unsupported_media_type: 415,
  too_many_requests: 429,
  header_too_large: 431,
  internal: 500,
  audit_failed: 500,
  no_leader: 500,
  upstream_failed: 502,
  sealed: 503,
  standby: 503,
  not_executed: 503,
  removed: 503,
} satisfies Record<ErrorCode, number>;

export function statusOf(code: ErrorCode): number {
  return STATUS[code];
}
