// What a rule grants, as bits: checked on every request.
import type { Capability, Operation } from "#contract/operation.ts";

/** Bits of `CAPABILITY_BITS`. With DENY no other bit is set. */
export type CapabilitySet = number;

const CAPABILITY_BITS = {
  deny: 1,
  sudo: 2,
  read: 4,
  list: 8,
  update: 16,
  delete: 32,
  create: 64,
  patch: 128,
} as const;

export const NOTHING: CapabilitySet = 0;
export const DENY: CapabilitySet = CAPABILITY_BITS.deny;
export const SUDO: CapabilitySet = CAPABILITY_BITS.sudo;

/** In the order of vault-api.md §4.2. */
const ANSWER_ORDER = ["sudo", "read", "list", "update", "delete", "create", "patch"] as const;

/** What the words of vault-api.md §4.1.10 stood for before there were capabilities. */
const LEGACY_WORDS: ReadonlyMap<string, readonly (keyof typeof CAPABILITY_BITS)[]> = new Map([
  ["deny", ["deny"]],
  ["read", ["read", "list"]],
  ["write", ["create", "read", "update", "delete", "list"]],
  ["sudo", ["create", "read", "update", "delete", "list", "sudo"]],
]);

/** The bit of a capability as a policy spells it; `undefined`: there is no such capability. */
export function bitOfWord(word: string): CapabilitySet | undefined {
  return Object.hasOwn(CAPABILITY_BITS, word)
    ? CAPABILITY_BITS[word as keyof typeof CAPABILITY_BITS]
    : undefined;
}

export function bitsOfLegacyWord(word: string): CapabilitySet | undefined {
  return LEGACY_WORDS.get(word)?.reduce((bits, name) => bits | CAPABILITY_BITS[name], NOTHING);
}

/** What a caller needs for an operation. */
export function bitOfOperation(operation: Exclude<Operation, "help">): CapabilitySet {
  return CAPABILITY_BITS[operation];
}

/** Union; a deny in either clears everything else (§4.1.6). */
export function unite(a: CapabilitySet, b: CapabilitySet): CapabilitySet {
  const both = a | b;
  return (both & DENY) === 0 ? both : DENY;
}

/** Whether anything at all may be done. */
export function grantsSomething(bits: CapabilitySet): boolean {
  return bits !== NOTHING && (bits & DENY) === 0;
}

/** In the order of §4.2; `["deny"]` when there is none. */
export function wordsOf(bits: CapabilitySet): Capability[] {
  if (!grantsSomething(bits)) return ["deny"];
  return ANSWER_ORDER.filter((word) => (bits & CAPABILITY_BITS[word]) !== 0);
}
