// custom_metadata: a small map of texts that belongs to a key and not to a version (vault-api.md §4.12). Names and values
// of a refused map are not repeated.
import { utf8 } from "#base/bytes.ts";
import { isMembers } from "#base/json/merge-patch.ts";
import { RawJson } from "#base/json/raw-json.ts";
import { VaultError } from "#base/vault-error.ts";

const MAX_MEMBERS = 64;
const MAX_NAME_BYTES = 128;
const MAX_VALUE_BYTES = 512;
/** Controls, formatting, lone surrogates and what is not assigned; blanks other than the space. */
const UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u;

/** @param value parsed JSON. @returns undefined for a map that is empty. @throws VaultError invalid_request */
export function customMetadataOf(value: unknown): RawJson | undefined {
  if (!isMembers(value)) throw refuse("expected an object");
  const entries = Object.entries(value);
  if (entries.length > MAX_MEMBERS) {
    throw refuse(`payload must contain at most ${MAX_MEMBERS} keys, provided ${entries.length}`);
  }
  for (const [name, text] of entries) {
    demand(name, "key", MAX_NAME_BYTES);
    if (typeof text !== "string") throw refuse("expected every value to be a string");
    demand(text, "value", MAX_VALUE_BYTES);
  }
  return entries.length === 0 ? undefined : new RawJson(utf8(JSON.stringify(value)));
}

function demand(text: string, what: "key" | "value", maxBytes: number): void {
  const length = utf8(text).length;
  if (length === 0 || length > maxBytes) {
    throw refuse(`length of a ${what} is ${length} but must be 0 < len(${what}) <= ${maxBytes}`);
  }
  if (UNPRINTABLE.test(text)) throw refuse(`a ${what} contains unprintable characters`);
}

function refuse(reason: string): VaultError {
  return new VaultError("invalid_request", `custom_metadata validation failed: ${reason}`);
}
