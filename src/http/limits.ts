// Bounds on what a client may send, checked before anything is allocated for it.

/** Vault's own bound on a storage key; a longer path is a mistake or an attack (CVE-2021-45042). */
export const MAX_PATH_BYTES = 32_768;
/** Room for the longest path and every other header. */
export const MAX_HEADER_BYTES = 65_536;
export const MAX_HEADERS = 256;
export const MAX_TOKEN_HEADER_BYTES = 8192;
export const MAX_QUERY_PARAMETERS = 1000;

/** Per listener (`max_request_size` and friends); the defaults are Vault's. */
export interface RequestLimits {
  maxBodyBytes: number;
  maxDurationSeconds: number;
  maxJsonMemoryBytes: number;
  maxJsonStrings: number;
  maxJsonDepth: number;
}

export const DEFAULT_REQUEST_LIMITS: RequestLimits = {
  maxBodyBytes: 32 * 1024 * 1024,
  maxDurationSeconds: 90,
  maxJsonMemoryBytes: 34_078_720,
  maxJsonStrings: 65_536,
  maxJsonDepth: 300,
};
