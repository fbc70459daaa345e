// A key as clients see it, member for member as Vault shows it (vault-api.md §1.10).
import type { JsonObject, JsonValue } from "#base/json/raw-json.ts";
import { formatRfc3339 } from "#base/rfc3339.ts";
import type { ReadView } from "#contract/view.ts";
import type { KeyVersion } from "./key-version.ts";
import { usableVersions } from "./stored-keys.ts";
import type { KeyMoment, TransitKey } from "./transit-key.ts";

/** Says what a version's public key is: a derived key has one for each context, and none without. */
export type PublicKeyOf = (version: KeyVersion) => string;

export function describeKey(settings: ReadView, key: TransitKey, publicKeyOf?: PublicKeyOf): JsonObject {
  const { type } = key;
  return {
    name: key.name,
    type: type.name,
    ...describeSettings(key),
    latest_version: key.latest,
    ...(type.sizes ? { key_size: key.settings.keySize } : { keys: versionsOf(settings, key, publicKeyOf) }),
    supports_encryption: type.cipher !== undefined,
    supports_decryption: type.cipher !== undefined,
    supports_signing: type.signer !== undefined,
    supports_derivation: type.canDerive,
    ...(key.backedUp && { backup_info: describeMoment(key.backedUp) }),
    ...(key.restored && { restore_info: describeMoment(key.restored) }),
  };
}

function describeSettings({ settings }: TransitKey): JsonObject {
  const { derived, convergent, imported } = settings;
  return {
    derived,
    ...(derived && { kdf: "hkdf_sha256", convergent_encryption: convergent }),
    // "As each version says": Vault's word for keys made since its version 3 of the scheme.
    ...(convergent && { convergent_encryption_version: -1 }),
    exportable: settings.exportable,
    allow_plaintext_backup: settings.allowPlaintextBackup,
    deletion_allowed: settings.deletionAllowed,
    auto_rotate_period: settings.autoRotateSeconds,
    imported_key: imported,
    ...(imported && { imported_key_allow_rotation: settings.allowImportedRotation }),
    soft_deleted: settings.softDeleted,
    min_available_version: settings.minAvailable,
    min_decryption_version: settings.minDecryption,
    min_encryption_version: settings.minEncryption,
  };
}

function describeMoment({ timeMs, version }: KeyMoment): JsonObject {
  return { time: formatRfc3339(timeMs), version };
}

function versionsOf(settings: ReadView, key: TransitKey, publicKeyOf?: PublicKeyOf): JsonObject {
  const described: Record<string, JsonValue> = {};
  for (const version of usableVersions(settings, key)) {
    described[version.number] = describeVersion(key, version, publicKeyOf);
  }
  return described;
}

function describeVersion(
  { type, settings }: TransitKey,
  version: KeyVersion,
  publicKeyOf?: PublicKeyOf,
): JsonValue {
  const { exportPublic } = type.material;
  if (!exportPublic) return Math.floor(version.createdMs / 1000);
  const show = publicKeyOf ?? (settings.derived ? () => "" : exportPublic);
  return {
    name: type.versionName,
    public_key: show(version),
    creation_time: formatRfc3339(version.createdMs),
    certificate_chain: version.certificateChain,
  };
}
