// Which request headers stand in audit entries: none but those that were registered, each hashed or in clear.

import { ROOT_NAMESPACE } from "#base/namespace.ts";
import { jsonRecord } from "#contract/record.ts";
import { storageKey } from "#storage/key-areas.ts";
import type { StateCache } from "../state-cache.ts";

export interface HeaderRule {
  hmac: boolean;
}

/** By lower-case name. */
export type HeaderRules = ReadonlyMap<string, HeaderRule>;

interface StoredHeaders {
  headers: readonly [name: string, rule: HeaderRule][];
}

export const headersRecord = jsonRecord<StoredHeaders>("audited-headers", 1);
/** Devices' own keys end in a slash. */
export const HEADERS_KEY = storageKey("audit", ROOT_NAMESPACE, "request-headers");

const NO_RULES: HeaderRules = new Map();

/** The registered headers as this thread knows them. */
export class AuditedHeaders {
  readonly #cache: StateCache;
  #stored: StoredHeaders | undefined;
  #rules: HeaderRules = NO_RULES;

  constructor(cache: StateCache) {
    this.#cache = cache;
  }

  get rules(): HeaderRules {
    const stored = this.#cache.read(headersRecord, HEADERS_KEY).value;
    if (stored !== this.#stored) {
      this.#stored = stored;
      this.#rules = stored ? new Map(stored.headers) : NO_RULES;
    }
    return this.#rules;
  }
}
