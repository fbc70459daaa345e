// The counters of a node, asked on the thread where they are.
import type { FailureCounters, LoginName } from "./lockout.ts";
import type { LockoutRule } from "./lockout-rule.ts";
import { type LockedNames, LoginFailures } from "./login-failures.ts";

export class LocalCounters implements FailureCounters {
  readonly #failures = new LoginFailures();
  readonly #monotonicMs: () => number;

  constructor(monotonicMs: () => number) {
    this.#monotonicMs = monotonicMs;
  }

  isLocked({ mount, name }: LoginName): boolean {
    return this.#failures.isLocked(mount, name, this.#monotonicMs());
  }

  failed({ mount, name, rule }: LoginName & { rule: LockoutRule }): boolean {
    const nowMs = this.#monotonicMs();
    const wasLocked = this.#failures.isLocked(mount, name, nowMs);
    this.#failures.failed(mount, name, rule, nowMs);
    return wasLocked;
  }

  succeeded({ mount, name }: LoginName): boolean {
    return this.#failures.succeeded(mount, name, this.#monotonicMs());
  }

  unlock({ mount, name }: LoginName): void {
    this.#failures.unlock(mount, name);
  }

  locked(): LockedNames[] {
    return this.#failures.locked(this.#monotonicMs());
  }
}
