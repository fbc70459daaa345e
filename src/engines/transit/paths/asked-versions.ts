import { VaultError } from "#base/vault-error.ts";
import type { ReadView } from "#contract/view.ts";
import type { KeyVersion } from "../keys/key-version.ts";
import { findVersion, usableVersions } from "../keys/stored-keys.ts";
import { newestOf, type TransitKey } from "../keys/transit-key.ts";

/**
 * The versions that a path ends in: a number, "latest", or all that may be used.
 * @throws VaultError invalid_request
 */
export function askedVersions(
  settings: ReadView,
  key: TransitKey,
  asked: string | undefined,
): readonly KeyVersion[] {
  if (asked === undefined || asked === "") return usableVersions(settings, key);
  if (asked === "latest") return [newestOf(key)];
  if (!/^-?\d{1,9}$/.test(asked)) throw new VaultError("invalid_request", "invalid key version");
  const number = Number(asked);
  if (number < key.settings.minDecryption) {
    throw new VaultError("invalid_request", "version for export is below minimum decryption version");
  }
  const version = findVersion(settings, key, number);
  if (version) return [version];
  throw new VaultError("invalid_request", "version does not exist or cannot be found");
}
