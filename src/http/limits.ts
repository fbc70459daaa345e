// Bounds on what a client may send, checked before anything is allocated for it.
import type { JsonLimits } from "#base/json/json-limits.ts";

/** Vault's own bound on a storage key; a longer path is a mistake or an attack (CVE-2021-45042). */
export const MAX_PATH_BYTES = 32_768;
/** Room for the longest path, its escapes and every other header. */
export const MAX_HEADER_BYTES = 65_536;
export const MAX_HEADERS = 256;
export const MAX_TOKEN_HEADER_BYTES = 8192;
export const MAX_QUERY_PARAMETERS = 1000;

/** Per listener (`max_request_size` and friends). */
export interface RequestLimits {
  maxBodyBytes: number;
  maxDurationSeconds: number;
  json: JsonLimits;
}
