// Keys of two halves: made, imported and shown alike, whatever they are for.
import { EMPTY_BYTES } from "#base/bytes.ts";
import { VaultError } from "#base/vault-error.ts";
import { AsymmetricKey, generateKeyBytes, type KeyKind } from "#crypto/asymmetric-key.ts";
import type { BackupMaterial } from "../backup/backup-material.ts";
import type { KeyMaterial, KeyVersion } from "../keys/key-version.ts";
import type { MaterialRules } from "./key-type.ts";

type KnownKind = Exclude<KeyKind, { type: "other" }>;

const opened = new WeakMap<KeyVersion, AsymmetricKey>();

/** The version's key, parsed once: kept as long as the version is. */
export function keyOf(version: KeyVersion): AsymmetricKey {
  let key = opened.get(version);
  if (!key) {
    key = keyOfMaterial(version);
    opened.set(version, key);
  }
  return key;
}

export function keyOfMaterial({ secret, publicKey }: KeyMaterial): AsymmetricKey {
  return secret.length > 0 ? AsymmetricKey.ofSecret(secret) : AsymmetricKey.ofPublic(publicKey);
}

/** @throws VaultError invalid_request when only the public half was imported */
export function demandPrivate(version: KeyVersion, purpose: string): AsymmetricKey {
  if (version.secret.length > 0) return keyOf(version);
  throw new VaultError("invalid_request", `requested version for ${purpose} does not contain a private part`);
}

/** What differs from one type to another. */
type Forms = Pick<MaterialRules, "exportSecret" | "exportPublic" | "toBackup"> & {
  /** @throws RangeError or OpenSSL's error */
  ofBackup(backup: BackupMaterial): AsymmetricKey;
};

export function asymmetricMaterial(kind: KnownKind, { ofBackup, ...forms }: Forms): MaterialRules {
  return {
    make: ({ work }) => work.make(() => generateKeyBytes(kind)),
    fromSecret: (bytes) => checked(kind, "private", () => AsymmetricKey.ofSecret(bytes)).toBytes(),
    fromPublicPem(pem) {
      const { publicKey } = checked(kind, "public", () => AsymmetricKey.ofPublicPem(pem)).toBytes();
      return { secret: EMPTY_BYTES, publicKey };
    },
    toImport: ({ secret }) => secret,
    fromBackup: (backup) => checked(kind, "private", () => ofBackup(backup)).toBytes(),
    ...forms,
  };
}

function checked(wanted: KnownKind, half: string, parse: () => AsymmetricKey): AsymmetricKey {
  const key = parsed(half, parse);
  const { kind } = key;
  if (kind.type === wanted.type && describe(kind) === describe(wanted)) return key;
  throw new VaultError("invalid_request", `expected a key of ${describe(wanted)}, got ${describe(kind)}`);
}

function parsed(half: string, parse: () => AsymmetricKey): AsymmetricKey {
  try {
    return parse();
  } catch {
    const form = half === "private" ? "PKCS #8 DER" : "PEM";
    throw new VaultError("invalid_request", `error parsing ${half} key: expected ${form}`);
  }
}

function describe(kind: KeyKind): string {
  switch (kind.type) {
    case "rsa":
      return `RSA with ${kind.bits} bits`;
    case "ec":
      return `the curve ${kind.curve}`;
    case "ed25519":
      return "Ed25519";
    case "other":
      return "another type";
  }
}
