// Encrypting and decrypting with a key, for the paths that do.
import { andThen, type MaybePromise } from "#base/maybe-promise.ts";
import { VaultError } from "#base/vault-error.ts";
import type { KeyWork } from "#contract/key-work.ts";
import type { ReadView } from "#contract/view.ts";
import type { Cipher } from "./key-types/key-type.ts";
import { existingVersion, versionToUse } from "./keys/pick-version.ts";
import type { TransitKey } from "./keys/transit-key.ts";
import { demandReadable, type VersionedBytes, type VersionedText } from "./versioned-text.ts";

/** What a bad ciphertext is told, however bad it is. */
export const BAD_CIPHERTEXT = "invalid ciphertext";

/** A key to work with, and where its old versions are. */
export interface KeyInHand {
  readonly key: TransitKey;
  readonly settings: ReadView;
  readonly work: KeyWork;
}

export interface EncryptOptions {
  readonly context: Uint8Array;
  readonly associatedData: Uint8Array;
  /** 0: the newest. */
  readonly keyVersion: number;
}

/** @throws VaultError invalid_request */
export function encrypt(hand: KeyInHand, plaintext: Uint8Array, options: EncryptOptions): VersionedBytes {
  const { key, settings, work } = hand;
  const cipher = demandCipher(key, "encryption");
  const { context, associatedData, keyVersion } = options;
  demandAssociatedData(key, cipher, associatedData);
  const version = versionToUse(settings, key, keyVersion, "encryption");
  const bytes = cipher.encrypt({ settings: key.settings, version, context, work }, plaintext, associatedData);
  return { version: version.number, bytes };
}

/** @throws VaultError invalid_request, in the same words for every ciphertext that is not good */
export function decrypt(
  hand: KeyInHand,
  ciphertext: VersionedText,
  { context, associatedData }: Omit<EncryptOptions, "keyVersion">,
): MaybePromise<Uint8Array> {
  const { key, settings, work } = hand;
  const cipher = demandCipher(key, "decryption");
  demandAssociatedData(key, cipher, associatedData);
  const { version: number, bytes } = demandReadable(key, ciphertext, BAD_CIPHERTEXT);
  const version = existingVersion(settings, key, number);
  const plaintext = cipher.decrypt({ settings: key.settings, version, context, work }, bytes, associatedData);
  return andThen(plaintext, (opened) => {
    if (!opened) throw new VaultError("invalid_request", BAD_CIPHERTEXT);
    return opened;
  });
}

/** @throws VaultError invalid_request for a type of key that is for other things */
export function demandCipher({ type }: TransitKey, purpose: "encryption" | "decryption"): Cipher {
  if (type.cipher) return type.cipher;
  throw new VaultError("invalid_request", `message ${purpose} not supported for key type ${type.name}`);
}

function demandAssociatedData({ type }: TransitKey, cipher: Cipher, data: Uint8Array): void {
  if (data.length === 0 || cipher.takesAssociatedData) return;
  throw new VaultError("invalid_request", `associated_data provided for non-AEAD cipher suite ${type.name}`);
}
