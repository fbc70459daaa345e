// A user as it is stored, by name.
import { jsonRecord } from "#contract/record.ts";
import type { ReadView, View } from "#contract/view.ts";
import type { RoleTokenSettings } from "#kit/token-settings.ts";

export interface User {
  /** Self-describing; never given back. */
  passwordHash: string;
  settings: RoleTokenSettings;
  /** Settings that were given by a name older than `token_…` are shown by that name too. */
  oldNames: readonly OldName[];
}

export const OLD_NAMES = {
  policies: "token_policies",
  ttl: "token_ttl",
  max_ttl: "token_max_ttl",
  bound_cidrs: "token_bound_cidrs",
} as const;
export type OldName = keyof typeof OLD_NAMES;

const userRecord = jsonRecord<User>("userpass-user", 1);
const USERS = "user/";

/** @param name lower-case */
export function readUser(storage: ReadView, name: string): User | undefined {
  return storage.read(userRecord, USERS + name);
}

export function writeUser(storage: View, name: string, user: User): void {
  storage.write(userRecord, USERS + name, user);
}

export function removeUser(storage: View, name: string): void {
  storage.delete(USERS + name);
}

export function userNames(
  storage: ReadView,
  range: { after?: string | undefined; limit?: number | undefined },
): Promise<string[]> {
  const { after, limit = 0 } = range;
  return storage.list(USERS, { ...(after && { after }), ...(limit > 0 && { limit }) });
}
