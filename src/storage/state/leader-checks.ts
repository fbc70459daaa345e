// Decides, on the leader, whether a proposal may enter the log: its conditions against applied state plus the
// leader's own pending writes. A proposal that fails only against a *pending* write waits in line for that key
// instead of failing, so that writers of one hot key take turns rather than livelock (design §3). Pure: time comes in.
import { assert } from "#base/assert.ts";
import type { Check } from "../consensus.ts";
import { HotKeys } from "./hot-keys.ts";

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
    const busy = candidate.checks.find(
      (check) =>
        this.#pending.has(check.key) || this.#hot.isTaken(check.key, candidate.name, nowMs),
    );
    if (busy) return this.#park(candidate, busy.key, nowMs);
    const stale = candidate.checks.find((check) => this.#versionOf(check.key) !== check.version);
    if (stale) return { kind: "conflict", key: stale.key };
    this.#accept(candidate);
    return { kind: "accept" };
  }

  /** Two that keep what the other waits for would take turns for ever: who waits for one key keeps no other. */
  #park(candidate: C, busyKey: string, nowMs: number): Verdict {
    for (const { key } of candidate.checks) if (key !== busyKey) this.#hot.giveUp(key, candidate.name);
    return this.#hot.park(busyKey, candidate, nowMs) ? { kind: "parked" } : { kind: "conflict", key: busyKey };
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
    return woken;
  }

  /** Wakes those whose turn has come because a reservation ran out, or who waited too long. */
  expire(nowMs: number): Woken<C>[] {
    return this.#hot.expire(nowMs, (key) => this.#pending.has(key));
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
