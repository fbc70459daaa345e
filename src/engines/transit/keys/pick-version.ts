// Which version of a key serves a request.
import { assert } from "#base/assert.ts";
import { VaultError } from "#base/vault-error.ts";
import type { ReadView } from "#contract/view.ts";
import type { KeyVersion } from "./key-version.ts";
import { findVersion } from "./stored-keys.ts";
import { newestOf, type TransitKey } from "./transit-key.ts";

/**
 * @param asked 0: the newest
 * @param purpose "encryption" or "signing": stands in the refusal
 * @throws VaultError invalid_request for a version that does not exist or may not be used for new work
 */
export function versionToUse(
  settings: ReadView,
  key: TransitKey,
  asked: number,
  purpose: "encryption" | "signing",
): KeyVersion {
  if (asked === 0 || asked === key.latest) return newestOf(key);
  const { minEncryption, minDecryption } = key.settings;
  if (asked < 0) refuse(`requested version for ${purpose} is negative`);
  if (asked > key.latest) refuse(`requested version for ${purpose} is higher than the latest key version`);
  if (asked < Math.max(minEncryption, minDecryption)) {
    refuse(`requested version for ${purpose} is less than the minimum encryption key version`);
  }
  return existingVersion(settings, key, asked);
}

/** A version that the key's rules say is there. */
export function existingVersion(settings: ReadView, key: TransitKey, number: number): KeyVersion {
  const version = findVersion(settings, key, number);
  assert(version, "a version between the minimum and the newest is stored");
  return version;
}

function refuse(reason: string): never {
  throw new VaultError("invalid_request", reason);
}
