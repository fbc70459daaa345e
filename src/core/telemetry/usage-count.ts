// Counts what is stored, again and again, on one thread of the leader, and never fast: pages with a rest after each, so
// that a million tokens cost a small share of the thread for some minutes and no request waits for it. What changes
// meanwhile is counted or not: these are figures for a dashboard.
import type { Barrier } from "#barrier/barrier.ts";
import type { Logger } from "#base/logger.ts";
import { ROOT_NAMESPACE } from "#base/namespace.ts";
import type { Pause } from "#base/pause.ts";
import { VaultError } from "#base/vault-error.ts";
import { storageKey } from "#storage/key-areas.ts";
import type { KvReader } from "#storage/kv-store.ts";
import { EXPIRY_PREFIX, parseExpiryKey } from "../expiry-index.ts";
import { type MountEntry, mountKey, mountRecord } from "../mount-entry.ts";
import type { StateCache } from "../state-cache.ts";
import { type TokenEntry, tokenKey, tokenRecord } from "../token-entry.ts";
import { ttlBucket } from "./ttl-bucket.ts";
import type { UsageFigures } from "./usage-figures.ts";

/** Five thousand records decrypted, or fifty thousand keys listed, a second at most. */
const RECORDS_OF_A_PAGE = 100;
const KEYS_OF_A_PAGE = 1000;
const REST_MS = 20;
/** As many as there can be. */
const MAX_MOUNTS = 50_000;

export interface UsageCountOptions {
  store: KvReader;
  barrier: Barrier;
  cache: StateCache;
  /** Below the mount's own storage, where its secrets are, one key each. Undefined: it is not counted. */
  secretsOf(mount: MountEntry): string | undefined;
  /** From the start of one count to the start of the next. */
  periodMs: number;
  /** Width of the buckets of what ends, and how many there are from now on. */
  expiryEpsilonMs: number;
  expiryBuckets: number;
  logTimeMs(): number;
  monotonicMs(): number;
  pause: Pause;
  logger: Logger;
  onCounted(tookMs: number): void;
}

export class UsageCount {
  readonly #options: UsageCountOptions;
  #latest: UsageFigures | undefined;

  constructor(options: UsageCountOptions) {
    this.#options = options;
  }

  /** Undefined: this node does not count, or has not ended its first count. */
  get latest(): UsageFigures | undefined {
    return this.#latest;
  }

  /** Counts until the signal. Never rejects. */
  async run(signal: AbortSignal): Promise<void> {
    const { periodMs, monotonicMs, pause, logger, onCounted } = this.#options;
    while (!signal.aborted) {
      const startedAtMs = monotonicMs();
      try {
        const counted = await this.#count(signal);
        if (counted === undefined) break;
        this.#latest = counted;
        onCounted(counted.endedAtMs - counted.startedAtMs);
      } catch (error) {
        // Sealed meanwhile: the duty ends on its own.
        if (!(error instanceof VaultError))
          logger.warn("usage could not be counted", { error: String(error) });
      }
      await pause(Math.max(REST_MS, periodMs - (monotonicMs() - startedAtMs)), signal);
    }
    // What a former leader counted is nobody's truth.
    this.#latest = undefined;
  }

  /** Undefined: ended early. */
  async #count(signal: AbortSignal): Promise<UsageFigures | undefined> {
    const startedAtMs = this.#options.monotonicMs();
    const mounts = await this.#mounts();
    const tokens = await this.#countTokens(mounts, signal);
    const ending = await this.#countEnding(signal);
    const secretsByMount = await this.#countSecrets(mounts, signal);
    if (signal.aborted) return undefined;
    return { ...tokens, ...ending, secretsByMount, startedAtMs, endedAtMs: this.#options.monotonicMs() };
  }

  async #mounts(): Promise<MountEntry[]> {
    const { store, cache } = this.#options;
    const keys = await store.keys({ prefix: mountKey(ROOT_NAMESPACE, ""), limit: MAX_MOUNTS });
    cache.refresh();
    return keys.flatMap((key) => cache.read(mountRecord, key).value ?? []);
  }

  async #countTokens(mounts: readonly MountEntry[], signal: AbortSignal) {
    const { barrier } = this.#options;
    const typeOf = new Map(mounts.map(({ accessor, type }) => [accessor, type]));
    const [tokensByPolicy, tokensByAuth, tokensByTtl] = [new Tally(), new Tally(), new Tally()];
    let tokens = 0;
    for await (const page of this.#recordPages(tokenKey(ROOT_NAMESPACE, ""), signal)) {
      for (const [key, value] of page) {
        const entry: TokenEntry = tokenRecord.decode(barrier.decrypt(key, value));
        tokens++;
        for (const policy of entry.policies) tokensByPolicy.add(policy);
        tokensByAuth.add(entry.login ? (typeOf.get(entry.login.mountAccessor) ?? "") : "token");
        tokensByTtl.add(ttlBucket(entry.creationTtlSeconds));
      }
    }
    return { tokens, tokensByPolicy, tokensByAuth, tokensByTtl };
  }

  async #countEnding(signal: AbortSignal) {
    const endingByTime = new Tally();
    let ending = 0;
    for await (const page of this.#keyPages(EXPIRY_PREFIX, signal)) {
      ending += page.length;
      for (const key of page) {
        const bucket = this.#expiryBucket(parseExpiryKey(key)?.atMs);
        if (bucket !== undefined) endingByTime.add(bucket);
      }
    }
    return { ending, endingByTime };
  }

  /** When a bucket ends, as Vault writes it; undefined: it lies behind the last one. */
  #expiryBucket(atMs: number | undefined): string | undefined {
    const { expiryEpsilonMs: width, expiryBuckets, logTimeMs } = this.#options;
    if (atMs === undefined || atMs > logTimeMs() + width * expiryBuckets) return undefined;
    const end = new Date((Math.floor(atMs / width) + 1) * width).toISOString();
    return `${end.slice(0, 19).replace("T", " ")} +0000 UTC`;
  }

  async #countSecrets(mounts: readonly MountEntry[], signal: AbortSignal): Promise<Map<string, number>> {
    const counts = new Map<string, number>();
    for (const mount of mounts) {
      const below = this.#options.secretsOf(mount);
      if (below === undefined) continue;
      let count = 0;
      const prefix = storageKey("logical", ROOT_NAMESPACE, `${mount.uuid}/${below}`);
      for await (const page of this.#keyPages(prefix, signal)) count += page.length;
      counts.set(mount.path, count);
    }
    return counts;
  }

  async *#recordPages(prefix: string, signal: AbortSignal) {
    for (let after: string | undefined; !signal.aborted; ) {
      const range = { prefix, limit: RECORDS_OF_A_PAGE, ...(after !== undefined && { after }) };
      const page = await this.#options.store.entries(range);
      yield page.map(([key, { value }]): [string, Uint8Array] => [key, value]);
      if (page.length < RECORDS_OF_A_PAGE) return;
      after = page.at(-1)?.[0];
      await this.#options.pause(REST_MS, signal);
    }
  }

  async *#keyPages(prefix: string, signal: AbortSignal) {
    for (let after: string | undefined; !signal.aborted; ) {
      const range = { prefix, limit: KEYS_OF_A_PAGE, ...(after !== undefined && { after }) };
      const page = await this.#options.store.keys(range);
      yield page;
      if (page.length < KEYS_OF_A_PAGE) return;
      after = page.at(-1);
      await this.#options.pause(REST_MS, signal);
    }
  }
}

class Tally extends Map<string, number> {
  add(name: string): void {
    this.set(name, (this.get(name) ?? 0) + 1);
  }
}
