// What paths that name a key have in common.
import type { JsonObject } from "#base/json/raw-json.ts";
import { VaultError } from "#base/vault-error.ts";
import { text } from "#contract/fields/scalars.ts";
import type { ReadCall } from "#contract/path.ts";
import type { Reply } from "#contract/reply.ts";
import { describeKey } from "../keys/describe-key.ts";
import { readKey } from "../keys/stored-keys.ts";
import { demandUsable, type TransitKey } from "../keys/transit-key.ts";

export const nameField = text("Name of the key.");

interface NamesKey {
  readonly fields: { readonly name?: string };
  readonly settings: ReadCall["settings"];
}

export function nameOf({ fields }: NamesKey): string {
  return fields.name ?? "";
}

export function findKey(call: NamesKey): TransitKey | undefined {
  return readKey(call.settings, nameOf(call));
}

/** @throws VaultError invalid_request with `refusal` when there is no such key */
export function demandKey(call: NamesKey, refusal: string): TransitKey {
  const key = findKey(call);
  if (key) return key;
  throw new VaultError("invalid_request", refusal);
}

/** A key to encrypt, sign or decrypt with. @throws VaultError invalid_request */
export function demandKeyToUse(call: NamesKey, refusal = "encryption key not found"): TransitKey {
  return demandUsable(demandKey(call, refusal));
}

/** An answer that describes the key. */
export function described(call: NamesKey, key: TransitKey): Reply & { data: JsonObject } {
  return { data: describeKey(call.settings, key) };
}
