// What may be said of a user: how its tokens are, by today's names and by older ones.
import type { JsonObject } from "#base/json/raw-json.ts";
import { textList } from "#contract/fields/collections.ts";
import type { FieldValues } from "#contract/fields/field.ts";
import { integer, seconds, text } from "#contract/fields/scalars.ts";
import { secret } from "#contract/fields/secret.ts";
import { describeTokenSettings, TOKEN_FIELDS, type TokenFieldValues } from "#kit/token-settings.ts";
import { OLD_NAMES, type OldName, type User } from "./user.ts";

export const userNameField = text("Name of the user; case does not matter.");

export const passwordFields = {
  password: secret("The password."),
  password_hash: secret("A bcrypt hash of the password, made elsewhere; instead of the password."),
};

export const oldFields = {
  policies: textList("Old name of token_policies."),
  ttl: seconds("Old name of token_ttl."),
  max_ttl: seconds("Old name of token_max_ttl."),
  bound_cidrs: textList("Old name of token_bound_cidrs."),
};

export const userFields = { username: userNameField, ...passwordFields, ...oldFields, ...TOKEN_FIELDS };

export const listFields = {
  after: text("Names after this one."),
  limit: integer("So many names at most."),
};

type Given = TokenFieldValues & FieldValues<typeof oldFields>;

/** With settings given by old names under today's; today's win. */
export function byTodaysNames(given: Given): TokenFieldValues {
  const values: Record<string, unknown> = { ...given };
  for (const [old, today] of Object.entries(OLD_NAMES)) values[today] ??= given[old as OldName];
  return values;
}

/** Which old names are shown from now on. */
export function oldNamesAfter(before: readonly OldName[], given: Given): OldName[] {
  const names = Object.keys(OLD_NAMES) as OldName[];
  return names.filter((old) => {
    if (given[old] !== undefined) return true;
    return before.includes(old) && given[OLD_NAMES[old]] === undefined;
  });
}

export function describeUser({ settings, oldNames }: User): JsonObject {
  const described = describeTokenSettings(settings);
  const old = oldNames.map((name) => [name, described[OLD_NAMES[name]]]);
  return { ...described, ...Object.fromEntries(old) };
}
