// The lockout on one request thread: which rule a mount has, and what the node's counters say.
import type { MaybePromise } from "#base/maybe-promise.ts";
import type { MountEntry } from "../mount-entry.ts";
import type { LockoutDesk } from "../needs.ts";
import { type LockoutRule, lockoutRuleOf, type StandardLockouts } from "./lockout-rule.ts";
import type { LockedNames } from "./login-failures.ts";

/** A name that logs in, at the mount with this accessor. */
export interface LoginName {
  mount: string;
  name: string;
}

/** The node's counters (LoginFailures), wherever they are. */
export interface FailureCounters {
  isLocked(login: LoginName): MaybePromise<boolean>;
  /** @returns whether the name was locked already: the failure that locks is told as those before it, as Vault does */
  failed(login: LoginName & { rule: LockoutRule }): MaybePromise<boolean>;
  succeeded(login: LoginName): MaybePromise<boolean>;
  unlock(login: LoginName): MaybePromise<void>;
  locked(): MaybePromise<readonly LockedNames[]>;
}

export class Lockout implements LockoutDesk {
  readonly #counters: FailureCounters;
  readonly #standards: StandardLockouts;

  constructor(counters: FailureCounters, standards: StandardLockouts) {
    this.#counters = counters;
    this.#standards = standards;
  }

  isLocked(mount: MountEntry, name: string): MaybePromise<boolean> {
    return this.#ruleOf(mount) ? this.#counters.isLocked({ mount: mount.accessor, name }) : false;
  }

  failed(mount: MountEntry, name: string): MaybePromise<boolean> {
    const rule = this.#ruleOf(mount);
    return rule ? this.#counters.failed({ mount: mount.accessor, name, rule }) : false;
  }

  succeeded(mount: MountEntry, name: string): MaybePromise<boolean> {
    return this.#ruleOf(mount) ? this.#counters.succeeded({ mount: mount.accessor, name }) : true;
  }

  #ruleOf(mount: MountEntry): LockoutRule | undefined {
    return lockoutRuleOf(mount, this.#standards);
  }
}
