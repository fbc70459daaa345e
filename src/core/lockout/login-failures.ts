// Counts failed logins by mount and name, in bounded memory: the node's main thread keeps one for all its threads.
// Nothing is replicated and nothing known of users: a name that nobody has is counted and locked like any other
// (CVE-2025-6010). Pure: time comes in, from a clock that only grows.

import { utf8 } from "#base/bytes.ts";
import { sha256 } from "#crypto/sha256.ts";
import type { LockoutRule } from "./lockout-rule.ts";

const MAX_NAMES = 32_768;
/** Longer names are kept by their digest. */
const MAX_NAME_LENGTH = 256;
/** Level of the locked, above every count. */
const LOCKED = Number.POSITIVE_INFINITY;

interface Failures {
  mount: string;
  name: string;
  /** Failures so far, or LOCKED. */
  level: number;
  endsMs: number;
}

export interface LockedNames {
  mount: string;
  names: string[];
}

export class LoginFailures {
  readonly #maxNames: number;
  readonly #byKey = new Map<string, Failures>();
  /** Keys by level, those without a failure for the longest time first. */
  readonly #levels = new Map<number, Set<string>>();
  #nextEndMs = Number.POSITIVE_INFINITY;
  /** What a name may have had when it was forgotten for want of room, and until when that would have counted. */
  #forgotten = { level: 0, endsMs: 0 };

  constructor(maxNames: number = MAX_NAMES) {
    this.#maxNames = maxNames;
  }

  get size(): number {
    return this.#byKey.size;
  }

  /** @param mount its accessor; a mount that is moved stays the same. @param name as the method compares names */
  isLocked(mount: string, name: string, nowMs: number): boolean {
    return this.#current(keyOf(mount, name), nowMs)?.level === LOCKED;
  }

  /** @returns whether the name is locked now */
  failed(mount: string, name: string, rule: LockoutRule, nowMs: number): boolean {
    const key = keyOf(mount, name);
    const before = this.#current(key, nowMs);
    if (before?.level === LOCKED) return true;
    const count = (before?.level ?? this.#startingLevel(nowMs)) + 1;
    const isLocked = count >= rule.threshold;
    this.#remove(key);
    this.#makeRoom(nowMs);
    const endsMs = nowMs + (isLocked ? rule.durationMs : rule.counterResetMs);
    this.#add(key, { mount, name: shortened(name), level: isLocked ? LOCKED : count, endsMs });
    return isLocked;
  }

  /** A right password. @returns false: wrong ones that came meanwhile have locked the name, the lock holds */
  succeeded(mount: string, name: string, nowMs: number): boolean {
    const key = keyOf(mount, name);
    if (this.#current(key, nowMs)?.level === LOCKED) return false;
    this.#remove(key);
    return true;
  }

  /** Forgets the failures of a name, locked or not. */
  unlock(mount: string, name: string): void {
    this.#remove(keyOf(mount, name));
  }

  /** Names that are locked now, by mount. */
  locked(nowMs: number): LockedNames[] {
    const byMount = new Map<string, string[]>();
    for (const key of this.#levels.get(LOCKED) ?? []) {
      const failures = this.#byKey.get(key);
      if (!failures || failures.endsMs <= nowMs) continue;
      byMount.set(failures.mount, [...(byMount.get(failures.mount) ?? []), failures.name]);
    }
    return [...byMount].map(([mount, names]) => ({ mount, names: names.sort() }));
  }

  #current(key: string, nowMs: number): Failures | undefined {
    const failures = this.#byKey.get(key);
    return failures && failures.endsMs > nowMs ? failures : undefined;
  }

  /** A name that is not known may be one that was forgotten: it starts no lower (after Metwally's "space saving"). */
  #startingLevel(nowMs: number): number {
    const { level, endsMs } = this.#forgotten;
    return endsMs > nowMs ? level : 0;
  }

  /** Whoever fills the table with names of their own pays a password hash for each and lowers nobody's count by it. */
  #makeRoom(nowMs: number): void {
    if (this.#byKey.size < this.#maxNames) return;
    if (this.#nextEndMs <= nowMs) this.#removeEnded(nowMs);
    if (this.#byKey.size < this.#maxNames) return;
    const level = Math.min(...this.#levels.keys());
    const [key = ""] = this.#levels.get(level) ?? [];
    const endsMs = this.#byKey.get(key)?.endsMs ?? 0;
    this.#forgotten = {
      level: Math.max(level, this.#startingLevel(nowMs)),
      endsMs: Math.max(endsMs, this.#forgotten.endsMs),
    };
    this.#remove(key);
  }

  #removeEnded(nowMs: number): void {
    this.#nextEndMs = Number.POSITIVE_INFINITY;
    for (const [key, { endsMs }] of this.#byKey) {
      if (endsMs <= nowMs) this.#remove(key);
      else this.#nextEndMs = Math.min(this.#nextEndMs, endsMs);
    }
  }

  #add(key: string, failures: Failures): void {
    this.#byKey.set(key, failures);
    const level = this.#levels.get(failures.level) ?? new Set();
    this.#levels.set(failures.level, level.add(key));
    this.#nextEndMs = Math.min(this.#nextEndMs, failures.endsMs);
  }

  #remove(key: string): void {
    const failures = this.#byKey.get(key);
    const level = failures && this.#levels.get(failures.level);
    if (!failures || !level) return;
    this.#byKey.delete(key);
    level.delete(key);
    if (level.size === 0) this.#levels.delete(failures.level);
  }
}

function keyOf(mount: string, name: string): string {
  return `${mount}\n${shortened(name)}`;
}

function shortened(name: string): string {
  return name.length <= MAX_NAME_LENGTH ? name : `${name.slice(0, 32)}… ${sha256(utf8(name)).toHex()}`;
}
