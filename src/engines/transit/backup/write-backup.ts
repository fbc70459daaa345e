// A key as Vault backs it up: base64 of the JSON of its policy and its archive, so that either restores the other's.

import { encodeBase64, utf8 } from "#base/bytes.ts";
import { type JsonValue, RawJson } from "#base/json/raw-json.ts";
import { encodeJson } from "#base/json/write-json.ts";
import { formatRfc3339 } from "#base/rfc3339.ts";
import type { ReadView } from "#contract/view.ts";
import { chainToDer } from "#crypto/certificate-chain.ts";
import type { KeyVersion } from "../keys/key-version.ts";
import { findVersion } from "../keys/stored-keys.ts";
import type { KeyMoment, TransitKey } from "../keys/transit-key.ts";
import type { BackupMaterial } from "./backup-material.ts";

const NANOSECONDS = 1_000_000_000;
/** Vault's number for keys derived by HKDF-SHA256; 0 elsewhere. */
const KDF_HKDF = 1;
const CONVERGENT_VERSION = 3;
/** "As each version says." */
const CONVERGENT_PER_VERSION = -1;

/** JSON, as bytes. */
export function writeBackup(settings: ReadView, key: TransitKey): Uint8Array {
  const { minAvailable, minDecryption } = key.settings;
  const all: KeyVersion[] = [];
  for (let number = Math.max(1, minAvailable); number <= key.latest; number++) {
    const version = findVersion(settings, key, number);
    if (version) all.push(version);
  }
  const entries = all.map((version) => [version.number, entryOf(key, version)] as const);
  const usable = entries.filter(([number]) => number >= minDecryption);
  // The archive begins at the oldest version, or with an empty place for version 0.
  const archived = entries.map(([, entry]) => entry);
  if (minAvailable === 0) archived.unshift(EMPTY_ENTRY);
  return encodeJson({
    policy: policyOf(key, Object.fromEntries(usable)),
    archived_keys: { keys: archived },
  });
}

function policyOf(key: TransitKey, keys: JsonValue): JsonValue {
  const { settings, type } = key;
  return {
    name: key.name,
    ...(settings.keySize > 0 && { key_size: settings.keySize }),
    keys,
    derived: settings.derived,
    kdf: settings.derived ? KDF_HKDF : 0,
    convergent_encryption: settings.convergent,
    exportable: settings.exportable,
    min_decryption_version: settings.minDecryption,
    min_encryption_version: settings.minEncryption,
    latest_version: key.latest,
    archive_version: key.latest,
    archive_min_version: settings.minAvailable,
    min_available_version: settings.minAvailable,
    deletion_allowed: settings.deletionAllowed,
    convergent_version: settings.convergent ? CONVERGENT_PER_VERSION : 0,
    type: type.backupNumber,
    backup_info: momentOf(key.backedUp),
    restore_info: momentOf(key.restored),
    allow_plaintext_backup: settings.allowPlaintextBackup,
    version_template: "",
    storage_prefix: "",
    auto_rotate_period: settings.autoRotateSeconds * NANOSECONDS,
    Imported: settings.imported,
    AllowImportedKeyRotation: settings.allowImportedRotation,
    soft_deleted: settings.softDeleted,
  };
}

function momentOf(moment: KeyMoment | undefined): JsonValue {
  return moment ? { time: formatRfc3339(moment.timeMs), version: moment.version } : null;
}

const EMPTY_ENTRY = {
  key: null,
  hmac_key: null,
  time: "0001-01-01T00:00:00Z",
  ec_x: null,
  ec_y: null,
  ec_d: null,
  rsa_key: null,
  rsa_public_key: null,
  public_key: "",
  convergent_version: 0,
  creation_time: 0,
  certificate_chain: null,
} as const;

function entryOf({ type, settings }: TransitKey, version: KeyVersion): JsonValue {
  const material = type.material.toBackup(version);
  const chain =
    version.certificateChain === "" ? null : chainToDer(version.certificateChain).map(encodeBase64);
  return {
    ...EMPTY_ENTRY,
    key: material.key ? encodeBase64(material.key) : null,
    hmac_key: encodeBase64(version.hmacKey),
    time: formatRfc3339(version.createdMs),
    ...numbersOf(material),
    public_key: material.publicKey ?? "",
    convergent_version: settings.convergent ? CONVERGENT_VERSION : 0,
    creation_time: Math.floor(version.createdMs / 1000),
    certificate_chain: chain,
  };
}

function numbersOf({ ec, rsa, rsaPublic }: BackupMaterial) {
  return {
    ...(ec && { ec_x: big(ec.x), ec_y: big(ec.y), ec_d: ec.d === undefined ? null : big(ec.d) }),
    ...(rsaPublic && { rsa_public_key: { N: big(rsaPublic.n), E: big(rsaPublic.e) } }),
    ...(rsa && {
      rsa_key: {
        N: big(rsa.n),
        E: big(rsa.e),
        D: big(rsa.d),
        Primes: [big(rsa.p), big(rsa.q)],
        Precomputed: {
          Dp: big(rsa.dp ?? 0n),
          Dq: big(rsa.dq ?? 0n),
          Qinv: big(rsa.qInverse ?? 0n),
          CRTValues: [],
        },
      },
    }),
  };
}

/** All its digits. */
function big(value: bigint): RawJson {
  return new RawJson(utf8(value.toString()));
}
