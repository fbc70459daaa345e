// Names of policies as they are compared and stored: one form, whatever was typed. "ROOT", " root" and root in
// look-alike letters all once became root somewhere (CVE-2025-5999, -54996, -64761, CVE-2024-9180), so nothing hands
// a policy name to a token, role, user, group or entity but in the types below.
import { VaultError } from "#base/vault-error.ts";

export const ROOT_POLICY = "root";
export const DEFAULT_POLICY = "default";
/** Policies that the server gives to tokens it makes itself; nobody assigns, writes, deletes or lists them. */
export const INTERNAL_POLICIES: readonly string[] = ["response-wrapping", "control-group"];

const MAX_NAME_LENGTH = 256;
const MAX_NAMES = 1024;

declare const normalised: unique symbol;
/** Lower-case, trimmed, valid, without repetition, in order. */
export type PolicyNames = readonly string[] & { readonly [normalised]: true };
declare const withoutRoot: unique symbol;
/** Names that whoever may hand out policies may hand out: neither `root` nor an internal one is among them. */
export type GrantablePolicyNames = PolicyNames & { readonly [withoutRoot]: true };

const BLANKS_AROUND = /^[ \t\r\n]+|[ \t\r\n]+$/g;
// Controls, formatting, unassigned and private letters, blanks other than the space, and what draws nothing.
const UNSEEN = /[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]/u;
// Would read otherwise to whoever decodes a URL once more than we do.
const ESCAPES = /[%\\]/;

/**
 * The one form of a policy's name. "" when nothing is left.
 * @throws VaultError invalid_request
 */
export function normalizePolicyName(name: string): string {
  const trimmed = name.replace(BLANKS_AROUND, "");
  if (trimmed.length > MAX_NAME_LENGTH) throw refuse(`is longer than ${MAX_NAME_LENGTH} characters`);
  if (UNSEEN.test(trimmed.replaceAll(" ", ""))) throw refuse("holds a character that cannot be seen");
  if (ESCAPES.test(trimmed)) throw refuse("holds a percent sign or a backslash");
  // Full-width and other compatibility forms: two spellings that look alike must not be two policies.
  if (trimmed.normalize("NFKC") !== trimmed) throw refuse("is not in Unicode's normal form NFKC");
  const segments = trimmed === "" ? [] : trimmed.split("/");
  if (segments.some((segment) => segment === "" || segment === "." || segment === "..")) {
    throw refuse("has an empty or relative path segment");
  }
  return trimmed.toLowerCase();
}

/** Empty names are dropped. @throws VaultError invalid_request */
export function normalizePolicyNames(names: readonly string[]): PolicyNames {
  if (names.length > MAX_NAMES) throw new VaultError("invalid_request", `more than ${MAX_NAMES} policies`);
  const unique = new Set(names.map(normalizePolicyName));
  unique.delete("");
  return [...unique].sort() as readonly string[] as PolicyNames;
}

export function holdsRoot(names: PolicyNames): boolean {
  return names.includes(ROOT_POLICY);
}

/** @throws VaultError invalid_request when `root` or an internal policy is among them */
export function refuseRoot(names: PolicyNames): GrantablePolicyNames {
  for (const name of [ROOT_POLICY, ...INTERNAL_POLICIES]) {
    if (names.includes(name)) throw new VaultError("invalid_request", `cannot assign policy "${name}"`);
  }
  return names as GrantablePolicyNames;
}

function refuse(reason: string): VaultError {
  return new VaultError("invalid_request", `policy name ${reason}`);
}
