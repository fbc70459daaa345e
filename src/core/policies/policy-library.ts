// Policies read straight from storage and parsed, the parsing remembered. A cached record could be older than the guard
// that vouches for it, so sets are always compiled from what is stored now.
import type { Barrier } from "#barrier/barrier.ts";
import type { Logger } from "#base/logger.ts";
import { VaultError } from "#base/vault-error.ts";
import type { KvReader, StoredValue } from "#storage/kv-store.ts";
import { fixedPolicy } from "./built-in-policies.ts";
import { type ParsedPolicy, parsePolicy } from "./document/parse-policy.ts";
import { type PolicyRecord, policyKey, policyRecord } from "./policy-record.ts";

export interface LibraryOptions {
  store: KvReader;
  barrier: Barrier;
  logger: Logger;
}

export interface LibraryEntry {
  /** `undefined`: the text can not be parsed; whatever it denied must stay denied. */
  readonly parsed: ParsedPolicy | undefined;
  readonly expiresAtMs: number;
}

interface Remembered {
  version: number;
  entry: LibraryEntry;
}

/** Rules that are remembered, all policies together. */
const MAX_RULES = 500_000;

export class PolicyLibrary {
  readonly #options: LibraryOptions;
  readonly #known = new Map<string, Remembered>();
  readonly #fixed = new Map<string, LibraryEntry>();
  #rules = 0;

  constructor(options: LibraryOptions) {
    this.#options = options;
  }

  /** The policy as it is stored now, ended or not. @throws VaultError sealed; DamagedRecordError; UnknownRecordError */
  find(namespace: string, name: string): LibraryEntry | undefined {
    const fixed = fixedPolicy(name);
    if (fixed) return this.#fixedEntry(fixed);
    const key = policyKey(namespace, name);
    const stored = this.#options.store.get(key);
    if (!stored) return undefined;
    const known = this.#known.get(key);
    return known?.version === stored.version ? known.entry : this.#read(key, stored);
  }

  /** Forgets every text: the barrier may have been sealed. */
  clear(): void {
    this.#known.clear();
    this.#rules = 0;
  }

  #fixedEntry(record: PolicyRecord): LibraryEntry {
    const known = this.#fixed.get(record.name);
    if (known) return known;
    const entry = { parsed: parsePolicy(record.text), expiresAtMs: Number.POSITIVE_INFINITY };
    this.#fixed.set(record.name, entry);
    return entry;
  }

  #read(key: string, stored: StoredValue): LibraryEntry {
    const record = policyRecord.decode(this.#options.barrier.decrypt(key, stored.value));
    const parsed = this.#parse(record);
    const entry = { parsed, expiresAtMs: record.expiresAtMs ?? Number.POSITIVE_INFINITY };
    this.#rules += parsed?.rules.length ?? 0;
    if (this.#rules > MAX_RULES) this.clear();
    this.#known.set(key, { version: stored.version, entry });
    return entry;
  }

  /** What was stored was parsed before; an older program may have been more lenient, or memory lies. */
  #parse(record: PolicyRecord): ParsedPolicy | undefined {
    try {
      return parsePolicy(record.text);
    } catch (error) {
      if (!(error instanceof VaultError)) throw error;
      this.#options.logger.error("a stored policy can not be read: its holders are refused everything", {
        policy: record.name,
        reason: error.message,
      });
      return undefined;
    }
  }
}
