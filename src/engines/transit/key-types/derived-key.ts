// One key for each context (vault-api.md §4.13): HKDF-SHA256 of the key's own, without salt, the context as info.
import { VaultError } from "#base/vault-error.ts";
import { hkdfExpand, hkdfExtract } from "#crypto/hkdf-sha256.ts";
import type { KeyVersion } from "../keys/key-version.ts";
import type { KeyUse } from "./key-type.ts";

/** Half of the work of a derivation, kept as long as the version it belongs to. */
const extracted = new WeakMap<KeyVersion, Uint8Array>();

/**
 * @param material what of the version is derived from
 * @throws VaultError invalid_request without a context
 */
export function derive(
  { version, context }: KeyUse,
  length: number,
  material: (version: KeyVersion) => Uint8Array,
): Uint8Array {
  if (context.length === 0) {
    throw new VaultError(
      "invalid_request",
      "missing 'context' for key derivation; the key was created using a derived key, which means additional, per-request information must be included in order to perform operations with the key",
    );
  }
  let pseudoRandomKey = extracted.get(version);
  if (!pseudoRandomKey) {
    pseudoRandomKey = hkdfExtract(material(version));
    extracted.set(version, pseudoRandomKey);
  }
  return hkdfExpand(pseudoRandomKey, context, length);
}
