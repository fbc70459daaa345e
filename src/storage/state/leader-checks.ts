// Decides, on the leader, whether a proposal may enter the log: its conditions against applied state plus the
// leader's own pending writes. A proposal that fails only against a *pending* write waits in line for that key
// instead of failing, so that writers of one hot key take turns rather than livelock (design §3). Pure: time comes in.
import { assert } from "#base/assert.ts";
import type { Check } from "../consensus.ts";
import { HotKeys, MAX_PARKED_MS, RESERVATION_MS } from "./hot-keys.ts";

export type Verdict =
  | { kind: "accept" }
  | { kind: "conflict"; key: string }
  /** Kept; `settle` or `expire` will name it later. */
  | { kind: "parked" };

/** What the checks need to know of a proposal. `name` is the same for every try of one request. */
export interface Candidate {
  name: string;
  checks: readonly Check[];
  /** Keys it writes. */
  keys: readonly string[];
}

/** A parked candidate that must now read again and retry. */
export interface Woken<C extends Candidate> {
  candidate: C;
  key: string;
}

export class LeaderChecks<C extends Candidate = Candidate> {
  readonly #versionOf: (key: string) => number;
  /** Accepted and not yet applied: how many writes each key waits for. */
  readonly #pending = new Map<string, number>();
  readonly #hot = new HotKeys<C>();

  /** @param versionOf version of `key` in applied state, 0 when absent */
  constructor(versionOf: (key: string) => number) {
    this.#versionOf = versionOf;
  }

  /** Judges one proposal. After "accept" its writes are pending until `settle`. */
  offer(candidate: C, nowMs: number): Verdict {
    // In line first: what is being applied may be ahead of what readers see, so a stale look is no reason to fail.
    const busyKey = this.#firstBusy(candidate, nowMs);
    if (busyKey !== undefined) return this.#park(candidate, busyKey, nowMs);
    const stale = candidate.checks.find((check) => this.#versionOf(check.key) !== check.version);
    if (stale) return { kind: "conflict", key: stale.key };
    this.#accept(candidate);
    return { kind: "accept" };
  }

  #firstBusy({ name, checks }: C, nowMs: number): string | undefined {
    let first: string | undefined;
    for (const { key } of checks) {
      if (first !== undefined && key >= first) continue;
      if (this.#pending.has(key) || this.#hot.isTaken(key, name, nowMs)) first = key;
    }
    return first;
  }

  /** Keys are waited for in their order, and only earlier ones are kept meanwhile: so nobody waits in a circle. */
  #park(candidate: C, busyKey: string, nowMs: number): Verdict {
    const { name, checks } = candidate;
    for (const { key } of checks) {
      if (key < busyKey) this.#hot.hold(key, name, nowMs + MAX_PARKED_MS);
      if (key > busyKey) this.#hot.giveUp(key, name);
    }
    return this.#hot.park(busyKey, candidate, nowMs)
      ? { kind: "parked" }
      : { kind: "conflict", key: busyKey };
  }

  #accept(candidate: C): void {
    for (const key of candidate.keys) this.#pending.set(key, (this.#pending.get(key) ?? 0) + 1);
    for (const check of candidate.checks) this.#hot.release(check.key, candidate.name);
  }

  /** The writes to `keys` of one accepted proposal were applied (or dropped). @returns who must retry now */
  settle(keys: readonly string[], nowMs: number): Woken<C>[] {
    const woken: Woken<C>[] = [];
    for (const key of keys) {
      const left = (this.#pending.get(key) ?? 0) - 1;
      assert(left >= 0, "a write settles once");
      if (left > 0) {
        this.#pending.set(key, left);
        continue;
      }
      this.#pending.delete(key);
      woken.push(...this.#hot.wakeNext(key, nowMs));
    }
    return this.#sentToRetry(woken, nowMs);
  }

  /** Wakes those whose turn has come because a reservation ran out, or who waited too long. */
  expire(nowMs: number): Woken<C>[] {
    const woken = this.#hot.expire(nowMs, (key) => this.#pending.has(key));
    return this.#sentToRetry(woken, nowMs);
  }

  /** What they kept while they waited is theirs for as long as a retry takes. */
  #sentToRetry(woken: Woken<C>[], nowMs: number): Woken<C>[] {
    for (const { candidate } of woken) {
      for (const { key } of candidate.checks) this.#hot.hold(key, candidate.name, nowMs + RESERVATION_MS);
    }
    return woken;
  }

  /** Forgets everything (leadership lost): @returns all who were parked */
  clear(): Woken<C>[] {
    this.#pending.clear();
    return this.#hot.clear();
  }

  get pendingKeys(): number {
    return this.#pending.size;
  }

  get parked(): number {
    return this.#hot.size;
  }
}
