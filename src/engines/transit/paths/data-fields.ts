// Parameters that several operations on data share, for a request and for each item of its batch alike.
import { EMPTY_BYTES } from "#base/bytes.ts";
import { VaultError } from "#base/vault-error.ts";
import { integer } from "#contract/fields/scalars.ts";
import { base64, secretBase64 } from "#kit/json/base64-field.ts";
import { type VersionedText, versionedText } from "../versioned-text.ts";

export const contextField = base64("Names the derived key to use; base64.");
export const associatedDataField = base64("Authenticated, not encrypted; base64.");
export const keyVersionField = integer("Version of the key to use; 0: the newest.");
export const plaintextField = secretBase64("What to encrypt; base64.");
export const ciphertextField = versionedText("What to decrypt.");
/** Known so that it can be refused: every nonce is made here (CVE-2023-4680). */
export const nonceField = base64("Not allowed: nonces are never chosen by a caller.");

export interface Nonce {
  readonly nonce?: Uint8Array;
}

/** @throws VaultError invalid_request */
export function refuseNonce({ nonce }: Nonce): void {
  if (nonce && nonce.length > 0) {
    throw new VaultError("invalid_request", "provided nonce not allowed for this key");
  }
}

export interface Context {
  readonly context?: Uint8Array;
}

export function contextOf({ context }: Context): Uint8Array {
  return context ?? EMPTY_BYTES;
}

/** @throws VaultError invalid_request */
export function demandSameContexts(items: readonly { values: Context }[]): void {
  const [first] = items;
  const isSet = (item: { values: Context } | undefined) =>
    item !== undefined && contextOf(item.values).length > 0;
  if (items.every((item) => isSet(item) === isSet(first))) return;
  throw new VaultError(
    "invalid_request",
    "context should be set either in all the request blocks or in none",
  );
}

/** @throws VaultError invalid_request */
export function demandCiphertext(text: VersionedText | undefined): VersionedText {
  if (text === undefined || text === "missing") {
    throw new VaultError("invalid_request", "missing ciphertext to decrypt");
  }
  return text;
}
