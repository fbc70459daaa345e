/** Bounds on a JSON document, checked while its bytes are scanned and before anything is made of them. */
export interface JsonLimits {
  /** Nested objects and arrays. */
  maxDepth: number;
  /** Bytes of one string or name, as written. */
  maxStringBytes: number;
  /** Strings in all, names included. */
  maxStrings: number;
  /** Members of one object. */
  maxObjectEntries: number;
  /** Elements of one array. */
  maxArrayElements: number;
  /** Values of any kind, containers included, and names. */
  maxTokens: number;
  /** What the document would take in memory once parsed, roughly. */
  maxMemoryBytes: number;
}

/** Vault's and OpenBao's defaults where they have one (vault-api.md §2.9). */
export const DEFAULT_JSON_LIMITS: JsonLimits = {
  maxDepth: 500,
  maxStringBytes: 1024 * 1024,
  maxStrings: 20_000,
  maxObjectEntries: 10_000,
  maxArrayElements: 10_000,
  maxTokens: 500_000,
  maxMemoryBytes: 34_078_720,
};
