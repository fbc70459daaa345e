// One try of one request against storage: reads decrypt, writes are collected. What was read becomes the conditions of
// the proposal, so an engine can not forget one; the pipeline adds what decided the request (design §3).
import type { Barrier } from "#barrier/barrier.ts";
import type { RecordKind } from "#contract/record.ts";
import type { Check, Proposal } from "#storage/consensus.ts";
import type { KvReader } from "#storage/kv-store.ts";
import type { ProposalId } from "#storage/proposal-id.ts";
import type { Write } from "#storage/write.ts";

export interface TransactionOptions {
  store: KvReader;
  barrier: Barrier;
  /** Log time of this try. */
  nowMs: number;
}

/** No record ever has it. */
const NO_VERSION = Number.MAX_SAFE_INTEGER;

export class Transaction {
  readonly nowMs: number;
  readonly epoch: number;
  readonly #store: KvReader;
  readonly #barrier: Barrier;
  readonly #versions = new Map<string, number>();
  readonly #writes = new Map<string, Uint8Array | undefined>();
  /** Writes that go out as they are: encrypted otherwise, or plain. */
  readonly #sealed = new Map<string, Uint8Array>();
  #reads = 0;
  /** What was read last: an existence check and the handler after it ask for the same record. */
  #lastKey: string | undefined;
  #lastValue: Uint8Array | undefined;

  constructor(options: TransactionOptions) {
    this.#store = options.store;
    this.#barrier = options.barrier;
    this.nowMs = options.nowMs;
    this.epoch = options.barrier.epoch;
  }

  /** How many records were looked at: two or more must be of one applied state. */
  get reads(): number {
    return this.#reads;
  }

  get hasWrites(): boolean {
    return this.#writes.size > 0 || this.#sealed.size > 0;
  }

  hasWritten(key: string): boolean {
    return this.#writes.has(key);
  }

  /** The decrypted record; this transaction's own writes are seen. */
  get(key: string): Uint8Array | undefined {
    if (this.#writes.has(key)) return this.#writes.get(key);
    if (key === this.#lastKey) return this.#lastValue;
    const stored = this.#store.get(key);
    this.#reads++;
    this.#depend(key, stored?.version ?? 0);
    const value = stored && this.#barrier.decrypt(key, stored.value);
    this.#lastKey = key;
    this.#lastValue = value;
    return value;
  }

  /** Whether there is such a record now; what is written depends on that. */
  has(key: string): boolean {
    if (this.#writes.has(key)) return this.#writes.get(key) !== undefined;
    this.requireUnchanged(key);
    return this.#versions.get(key) !== 0;
  }

  read<T>(kind: RecordKind<T>, key: string): T | undefined {
    const bytes = this.get(key);
    return bytes && kind.decode(bytes);
  }

  /** As `read`, and keeps nothing: what was decrypted is the caller's to wipe. */
  readOnce<T>(kind: RecordKind<T>, key: string): T | undefined {
    const stored = this.#store.get(key);
    this.#reads++;
    this.#depend(key, stored?.version ?? 0);
    return stored && kind.decode(this.#barrier.decrypt(key, stored.value));
  }

  /** Reads what is shown or only a hint: nothing that is written depends on it. */
  peek<T>(kind: RecordKind<T>, key: string): T | undefined {
    const stored = this.#store.get(key);
    return stored && kind.decode(this.#barrier.decrypt(key, stored.value));
  }

  /** The write is right only while `key` is at `version`: for what was read from a cache. */
  require(key: string, version: number): void {
    this.#reads++;
    this.#depend(key, version);
  }

  /** The write is right only while nobody changes `key`, whatever is there now. */
  requireUnchanged(key: string): void {
    if (!this.#versions.has(key)) this.#versions.set(key, this.#store.get(key)?.version ?? 0);
  }

  /** What was seen at two versions can be right at neither: such a try conflicts for certain. */
  #depend(key: string, version: number): void {
    const seen = this.#versions.get(key);
    this.#versions.set(key, seen === undefined || seen === version ? version : NO_VERSION);
  }

  put(key: string, value: Uint8Array): void {
    this.#writes.set(key, value);
  }

  write<T>(kind: RecordKind<T>, key: string, value: T): void {
    this.put(key, kind.encode(value));
  }

  /** For the keyring alone, which can not be encrypted under itself. */
  writeUnderRootKey(key: string, value: Uint8Array): void {
    this.#sealed.set(key, this.#barrier.encryptUnderRootKey(key, value));
  }

  /** A record that must be readable while sealed (docs/storage-layout.md lists them). */
  putPlain(key: string, value: Uint8Array): void {
    this.#sealed.set(key, value);
  }

  delete(key: string): void {
    this.#writes.set(key, undefined);
  }

  /** Keys under a prefix in applied state. */
  keys(prefix: string, limit: number, after?: string): Promise<string[]> {
    this.#reads += 2;
    return this.#store.keys(after === undefined ? { prefix, limit } : { prefix, limit, after });
  }

  /** Names below a prefix in applied state; own writes are not in it. */
  children(prefix: string, options: { after?: string; limit: number }): Promise<string[]> {
    this.#reads += 2;
    return this.#store.children({ prefix, ...options });
  }

  /** Encrypts what was written. @throws VaultError sealed */
  proposal(id: ProposalId): Proposal {
    const checks: Check[] = [];
    for (const [key, version] of this.#versions) checks.push({ key, version });
    const writes: Write[] = [];
    for (const [key, value] of this.#writes)
      writes.push({ key, value: value && this.#barrier.encrypt(key, value) });
    for (const [key, value] of this.#sealed) writes.push({ key, value });
    return { epoch: this.epoch, checks, writes, id };
  }
}
