// <mount>/wrapping_key, keys/:name/import and keys/:name/import_version: keys that were made elsewhere.
import { VaultError } from "#base/vault-error.ts";
import { boolean, integer, seconds, text } from "#contract/fields/scalars.ts";
import { definePath, type WriteCall, writes } from "#contract/path.ts";
import type { Reply } from "#contract/reply.ts";
import { isOaepHash, type OaepHash } from "#crypto/rsa/oaep.ts";
import { base64 } from "#kit/json/base64-field.ts";
import { keyOfMaterial } from "../key-types/asymmetric-material.ts";
import type { KeyType } from "../key-types/key-type.ts";
import { DEFAULT_KEY_TYPE } from "../key-types/key-types.ts";
import type { KeyMaterial } from "../keys/key-version.ts";
import { checkedWish, demandKeyType, type WishedKey } from "../keys/new-key.ts";
import { findVersion, withChanged, withVersion, writeKey } from "../keys/stored-keys.ts";
import type { TransitKey } from "../keys/transit-key.ts";
import { showWrappingKey, unwrapImported } from "../keys/wrapping-key.ts";
import type { TransitMount } from "../transit-mount.ts";
import { demandKey, findKey, nameField, nameOf } from "./key-path.ts";

const wrappingKeyPath = definePath<TransitMount>()({
  pattern: "wrapping_key",
  fields: {},
  summary: "The public key to which imported keys are wrapped.",
  operations: { read: writes(readWrappingKey, { summary: "Show it; make it where there is none yet." }) },
});

const materialFields = {
  name: nameField,
  ciphertext: base64("An AES key by RSA-OAEP under the wrapping key, then the key by AES-KWP under that."),
  hash_function: text("Hash of OAEP: SHA1, SHA224, SHA256 (default), SHA384 or SHA512."),
  public_key: text("PEM of a public key alone, instead of a ciphertext."),
};
type MaterialCall = WriteCall<typeof materialFields>;

const importFields = {
  ...materialFields,
  type: text(`Type of the key; default ${DEFAULT_KEY_TYPE}.`),
  allow_rotation: boolean("Whether new versions may be made here."),
  derived: boolean("Encrypt under a key of its own for each context."),
  exportable: boolean("The key may be exported; can not be taken back."),
  allow_plaintext_backup: boolean("The key may be backed up; can not be taken back."),
  auto_rotate_period: seconds("Rotate when the newest version is this old; 0: never."),
  context: base64("Not used."),
};

const importPath = definePath<TransitMount>()({
  pattern: "keys/:name/import",
  fields: importFields,
  summary: "A key that was made elsewhere.",
  operations: { update: writes(importKey, { summary: "Import a key under a new name." }) },
});

const importVersionFields = {
  ...materialFields,
  version: integer("The version whose private half this is; default: a new version."),
};

const importVersionPath = definePath<TransitMount>()({
  pattern: "keys/:name/import_version",
  fields: importVersionFields,
  summary: "A version of an imported key that was made elsewhere.",
  operations: {
    update: writes(importVersion, { summary: "Import a new version, or the private half of one." }),
  },
});

export const importPaths = [wrappingKeyPath, importPath, importVersionPath];

async function readWrappingKey({ work }: TransitMount, { settings }: WriteCall): Promise<Reply> {
  return { data: { public_key: await showWrappingKey(settings, work) } };
}

async function importKey(mount: TransitMount, call: WriteCall<typeof importFields>): Promise<undefined> {
  if (findKey(call)) {
    refuse("the import path cannot be used with an existing key; use import_version to add a version to it");
  }
  const type = demandKeyType(call.fields.type ?? DEFAULT_KEY_TYPE);
  const material = await givenMaterial(mount, call, type);
  const wish = checkedWish(wishOf(call, type, material));
  const version = mount.versionOf(type, material, call.nowMs);
  writeKey(call.settings, withVersion(call.settings, { ...wish, recent: [] }, version));
}

function wishOf(call: WriteCall<typeof importFields>, type: KeyType, material: KeyMaterial): WishedKey {
  const { fields } = call;
  const allowImportedRotation = fields.allow_rotation ?? false;
  const autoRotateSeconds = fields.auto_rotate_period ?? 0;
  if (autoRotateSeconds > 0 && !allowImportedRotation) {
    refuse("allow_rotation must be set to true if auto-rotation is enabled");
  }
  return {
    name: nameOf(call),
    type,
    settings: {
      imported: true,
      allowImportedRotation,
      autoRotateSeconds,
      derived: fields.derived ?? false,
      exportable: fields.exportable ?? false,
      allowPlaintextBackup: fields.allow_plaintext_backup ?? false,
      keySize: type.sizes ? material.secret.length : 0,
    },
  };
}

async function importVersion(
  mount: TransitMount,
  call: WriteCall<typeof importVersionFields>,
): Promise<undefined> {
  const missing = `no key found with name ${nameOf(call)}; to import a new key, use the import/ endpoint`;
  const key = demandKey(call, missing);
  if (!key.settings.imported) refuse("the import_version endpoint can only be used with an imported key");
  const asked = call.fields.version;
  if (asked !== undefined) return completeVersion(mount, call, { key, asked });
  const material = await givenMaterial(mount, call, key.type);
  if (key.type.sizes && material.secret.length !== key.settings.keySize) {
    refuse(`expected a key of ${key.settings.keySize} bytes, as the others are`);
  }
  const version = mount.versionOf(key.type, material, call.nowMs);
  writeKey(call.settings, withVersion(call.settings, key, version));
}

/** Gives the private half to a version of which only the public one is known. */
async function completeVersion(
  mount: TransitMount,
  call: MaterialCall,
  { key, asked }: { key: TransitKey; asked: number },
): Promise<undefined> {
  if (!key.type.material.fromPublicPem) refuse("provided type does not support importing key versions");
  const version = findVersion(call.settings, key, asked);
  if (!version) return refuse("no such version of the key");
  if (version.secret.length > 0) refuse("private key imported, key version cannot be updated");
  const material = await givenMaterial(mount, call, key.type);
  if (material.secret.length === 0) refuse("expected the private half of the version");
  if (!keyOfMaterial(material).matches(keyOfMaterial(version))) {
    refuse("cannot import key, key pair does not match");
  }
  writeKey(call.settings, withChanged(call.settings, key, { ...version, ...material }));
}

/** @throws VaultError invalid_request */
async function givenMaterial(
  { work }: TransitMount,
  call: MaterialCall,
  type: KeyType,
): Promise<KeyMaterial> {
  const { ciphertext, public_key: pem = "" } = call.fields;
  if (ciphertext && ciphertext.length > 0) {
    if (pem !== "") refuse("provide either a ciphertext or a public_key, not both");
    const wrapped = { bytes: ciphertext, hash: hashOf(call.fields.hash_function) };
    const secret = await unwrapImported(call.settings, work, wrapped);
    return type.material.fromSecret(secret);
  }
  if (pem === "") refuse("provide a ciphertext or a public_key");
  if (!type.material.fromPublicPem) return refuse("provided type does not support public_key import");
  return type.material.fromPublicPem(pem);
}

/** @throws VaultError invalid_request */
export function hashOf(name: string | undefined): OaepHash {
  const wanted = (name || "SHA256").toLowerCase();
  return isOaepHash(wanted)
    ? wanted
    : refuse("unknown hash function: expected SHA1, SHA224, SHA256, SHA384 or SHA512");
}

function refuse(reason: string): never {
  throw new VaultError("invalid_request", reason);
}
