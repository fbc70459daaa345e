// Reads what `writeBackup`, Vault and OpenBao write. Nothing in it is believed: each key is built anew from its numbers,
// and its rules are those that a configuration would be held to.
import { decodeBase64, EMPTY_BYTES } from "#base/bytes.ts";
import { parseRfc3339 } from "#base/rfc3339.ts";
import { VaultError } from "#base/vault-error.ts";
import { chainOfDer } from "#crypto/certificate-chain.ts";
import type { KeyType } from "../key-types/key-type.ts";
import { keyTypes } from "../key-types/key-types.ts";
import type { KeySettings } from "../keys/key-settings.ts";
import type { KeyMaterial, KeyVersion } from "../keys/key-version.ts";
import type { BackupMaterial } from "./backup-material.ts";
import { type BackupNode, parseBackup } from "./backup-node.ts";

const NANOSECONDS = 1_000_000_000;
const KDF_HKDF = 1;
const CONVERGENT_VERSION = 3;
/** OpenBao's number for what is 11 in Vault. */
const OTHER_HMAC_NUMBER = 10;

export interface BackedUpKey {
  name: string;
  type: KeyType;
  settings: KeySettings;
  latest: number;
  /** All that are available, oldest first, without a gap. */
  versions: KeyVersion[];
  backedUp: { timeMs: number; version: number } | undefined;
}

/** @throws VaultError invalid_request for everything that is no backup of a key */
export function readBackup(bytes: Uint8Array): BackedUpKey {
  const root = parseBackup(bytes);
  const policy = root.at("policy");
  const type = typeOf(policy);
  const settings = settingsOf(policy);
  const latest = policy.at("latest_version").integer();
  const versions = versionsOf(root, { type, settings, latest });
  const first = versions[0]?.number ?? 1;
  const minAvailable = first > 1 ? first : settings.minAvailable;
  return {
    name: policy.at("name").text(),
    type,
    settings: { ...settings, minAvailable },
    latest,
    versions,
    backedUp: momentOf(policy.at("backup_info")),
  };
}

function typeOf(policy: BackupNode): KeyType {
  const number = policy.at("type").integer();
  const isOtherHmac = number === OTHER_HMAC_NUMBER && policy.at("key_size").integer() > 0;
  const type = keyTypes().find(({ backupNumber, sizes }) => (isOtherHmac ? sizes : backupNumber === number));
  return type ?? refuse("the type of the key is not supported");
}

function settingsOf(policy: BackupNode): KeySettings {
  const derived = policy.at("derived").boolean();
  if (derived && policy.at("kdf").integer() !== KDF_HKDF) refuse("its way of deriving keys is not supported");
  if (policy.at("version_template").text() !== "") refuse("ciphertexts of another form are not supported");
  return {
    derived,
    convergent: policy.at("convergent_encryption").boolean(),
    exportable: policy.at("exportable").boolean(),
    allowPlaintextBackup: policy.at("allow_plaintext_backup").boolean(),
    deletionAllowed: policy.at("deletion_allowed").boolean(),
    imported: policy.at("Imported").boolean(),
    allowImportedRotation: policy.at("AllowImportedKeyRotation").boolean(),
    softDeleted: policy.at("soft_deleted").boolean(),
    autoRotateSeconds: Math.floor(policy.at("auto_rotate_period").integer() / NANOSECONDS),
    keySize: policy.at("key_size").integer(),
    minDecryption: Math.max(1, policy.at("min_decryption_version").integer()),
    minEncryption: policy.at("min_encryption_version").integer(),
    minAvailable: policy.at("min_available_version").integer(),
  };
}

function momentOf(node: BackupNode): BackedUpKey["backedUp"] {
  const version = node.at("version").integer();
  return version === 0 ? undefined : { timeMs: timeOf(node.at("time")), version };
}

function timeOf(node: BackupNode): number {
  return Math.max(0, Math.floor(parseRfc3339(node.text()) ?? 0));
}

type Frame = Pick<BackedUpKey, "type" | "settings" | "latest">;

/** The archive has old versions, the policy those in use; without a gap down from the newest. */
function versionsOf(root: BackupNode, frame: Frame): KeyVersion[] {
  const { settings, latest } = frame;
  const entries = new Map<number, BackupNode>();
  const oldest = root.at("policy").at("archive_min_version").integer();
  const archived = root.at("archived_keys").at("keys").items();
  for (const [at, entry] of archived.entries()) entries.set(oldest + at, entry);
  for (const [number, entry] of root.at("policy").at("keys").members()) entries.set(Number(number), entry);
  const versions: KeyVersion[] = [];
  for (let number = latest; number >= Math.max(1, settings.minAvailable); number--) {
    const entry = entries.get(number);
    if (!entry) break;
    versions.unshift(versionOf(frame, number, entry));
  }
  const first = versions[0]?.number;
  if (first === undefined || first > settings.minDecryption) refuse("versions of the key are missing");
  return versions;
}

function versionOf({ type, settings }: Frame, number: number, entry: BackupNode): KeyVersion {
  const scheme = entry.at("convergent_version").integer();
  if (settings.convergent && scheme !== CONVERGENT_VERSION) {
    refuse("its version of convergent encryption is not supported");
  }
  const material = builtMaterial(type, materialOf(entry));
  const time = timeOf(entry.at("time"));
  return {
    number,
    createdMs: time > 0 ? time : Math.max(0, entry.at("creation_time").integer()) * 1000,
    hmacKey: type.sizes ? material.secret : (entry.at("hmac_key").bytes() ?? EMPTY_BYTES),
    ...material,
    certificateChain: chainOf(entry.at("certificate_chain")),
  };
}

function chainOf(node: BackupNode): string {
  const certificates = node.items().map((item) => decodeBase64(item.text()) ?? EMPTY_BYTES);
  return chainOfDer(certificates) ?? refuse("it holds a certificate that can not be read");
}

function builtMaterial(type: KeyType, material: BackupMaterial): KeyMaterial {
  try {
    return type.material.fromBackup(material);
  } catch {
    return refuse("a version's numbers are no key of its type");
  }
}

function materialOf(entry: BackupNode): BackupMaterial {
  const key = entry.at("key").bytes();
  const x = entry.at("ec_x").big();
  const y = entry.at("ec_y").big();
  const d = entry.at("ec_d").big();
  const [p, q] = entry.at("rsa_key").at("Primes").items();
  const [n, e, rsaD] = ["N", "E", "D"].map((name) => entry.at("rsa_key").at(name).big());
  const [publicN, publicE] = ["N", "E"].map((name) => entry.at("rsa_public_key").at(name).big());
  const primes = [p?.big(), q?.big()];
  return {
    ...(key && { key }),
    ...(x !== undefined && y !== undefined && { ec: { x, y, ...(d !== undefined && { d }) } }),
    ...(n && e && rsaD && primes[0] && primes[1] && { rsa: { n, e, d: rsaD, p: primes[0], q: primes[1] } }),
    ...(publicN && publicE && { rsaPublic: { n: publicN, e: publicE } }),
    publicKey: entry.at("public_key").text(),
  };
}

function refuse(reason: string): never {
  throw new VaultError("invalid_request", `failed to restore the backup: ${reason}`);
}
