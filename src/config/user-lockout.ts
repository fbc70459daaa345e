// user_lockout: how many wrong passwords shut a user out, and for how long.
import { type StanzaShape, used } from "./reading/key-table.ts";
import type { Stanza } from "./reading/stanza.ts";

export interface UserLockoutOptions {
  readonly threshold: number;
  readonly durationMs: number;
  readonly counterResetMs: number;
  readonly disabled: boolean;
}

/** The methods that count wrong passwords. */
export const LOCKOUT_METHODS = ["userpass", "approle", "ldap"] as const;
export type LockoutMethod = (typeof LOCKOUT_METHODS)[number];

/** What each method does, `all` and the standard worked in. */
export type UserLockouts = Readonly<Record<LockoutMethod, UserLockoutOptions>>;

export const USER_LOCKOUT = {
  title: 'user_lockout "all"',
  says: 'Also "userpass", "approle" and "ldap", each over "all".',
  keys: {
    lockout_threshold: used("Wrong passwords until the user is shut out.", { standard: "5" }),
    lockout_duration: used("How long.", { standard: '"15m"' }),
    lockout_counter_reset: used("Time without a try after which the count begins anew.", {
      standard: '"15m"',
    }),
    disable_lockout: used("Never shut anyone out.", { standard: "false" }),
  },
} satisfies StanzaShape;

const STANDARD: UserLockoutOptions = {
  threshold: 5,
  durationMs: 900_000,
  counterResetMs: 900_000,
  disabled: false,
};
const LONGEST_MS = 366 * 86_400_000;

type Root = Stanza<"user_lockout">;
type Given = { [Name in keyof UserLockoutOptions]?: UserLockoutOptions[Name] | undefined };

export function readUserLockouts(root: Root): UserLockouts {
  const given = new Map<string, Given>();
  for (const block of root.blocks("user_lockout", 1)) {
    const method = block.labels[0]?.toLowerCase() ?? "";
    if (method !== "all" && !LOCKOUT_METHODS.some((known) => known === method)) {
      const reason = `${JSON.stringify(method.slice(0, 32))} is refused: all, ${LOCKOUT_METHODS.join(", ")} are known`;
      root.context.problems.error(block.position, "user_lockout", reason);
      continue;
    }
    const place = { block, name: `user_lockout.${method}`, field: `user_lockout.${method}` };
    given.set(method, { ...given.get(method), ...withoutGaps(root.child(USER_LOCKOUT, place, readOptions)) });
  }
  const all = { ...STANDARD, ...given.get("all") };
  const disabledHere = readDisabledByEnvironment(root);
  const of = (method: LockoutMethod): UserLockoutOptions =>
    overlay(all, given.get(method) ?? {}, disabledHere);
  return { userpass: of("userpass"), approle: of("approle"), ldap: of("ldap") };
}

function overlay(all: Given, own: Given, disabledHere: boolean): UserLockoutOptions {
  const merged = { ...all, ...own };
  return {
    threshold: merged.threshold ?? STANDARD.threshold,
    durationMs: merged.durationMs ?? STANDARD.durationMs,
    counterResetMs: merged.counterResetMs ?? STANDARD.counterResetMs,
    disabled: disabledHere || (merged.disabled ?? STANDARD.disabled),
  };
}

function readOptions(stanza: Stanza<keyof (typeof USER_LOCKOUT)["keys"]>): Given {
  return {
    threshold: stanza.integer("lockout_threshold", { min: 1, max: 1_000_000 }),
    durationMs: stanza.durationMs("lockout_duration", { min: 1000, max: LONGEST_MS }),
    counterResetMs: stanza.durationMs("lockout_counter_reset", { min: 1000, max: LONGEST_MS }),
    disabled: stanza.flag("disable_lockout"),
  };
}

function withoutGaps(given: Given): Given {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

function readDisabledByEnvironment(root: Root): boolean {
  const value = root.context.environment.find("DISABLE_USER_LOCKOUT");
  if (value === undefined) return false;
  if (/^(?:1|t|true)$/i.test(value.value)) return true;
  if (!/^(?:0|f|false)$/i.test(value.value)) {
    root.context.problems.error(value.position, "user_lockout", "must be true or false");
  }
  return false;
}
