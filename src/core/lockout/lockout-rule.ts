// How many wrong passwords lock a name out, and for how long: the mount's own setting, else the server's for its method.
import type { MountEntry } from "../mount-entry.ts";

export interface LockoutRule {
  threshold: number;
  /** How long a lock holds. */
  durationMs: number;
  /** Time without a failure after which the count begins anew. */
  counterResetMs: number;
}

/** The server's, by method; those that are not in it lock nobody out. */
export type StandardLockouts = Readonly<Record<string, LockoutRule & { disabled: boolean }>>;

/** Vault's: five wrong passwords in a quarter of an hour lock out for another. */
export const STANDARD_LOCKOUT: LockoutRule & { disabled: boolean } = {
  threshold: 5,
  durationMs: 900_000,
  counterResetMs: 900_000,
  disabled: false,
};

/** `undefined`: nobody is locked out of this mount. */
export function lockoutRuleOf(
  { type, config }: Pick<MountEntry, "type" | "config">,
  standards: StandardLockouts,
): LockoutRule | undefined {
  const standard = Object.hasOwn(standards, type) ? standards[type] : undefined;
  if (!standard) return undefined;
  const own = config.userLockout;
  // What a mount leaves at 0 is the server's to say.
  const isDisabled = own?.disabled === true || (own === undefined && standard.disabled);
  if (isDisabled) return undefined;
  return {
    threshold: own?.threshold || standard.threshold,
    durationMs: (own?.durationSeconds ?? 0) * 1000 || standard.durationMs,
    counterResetMs: (own?.counterResetSeconds ?? 0) * 1000 || standard.counterResetMs,
  };
}
