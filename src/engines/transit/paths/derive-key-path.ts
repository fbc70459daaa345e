// <mount>/derive-key/:name: a key that two parties agree on without sending it (ECDH, SP 800-56A §5.7.1.2), of whose
// shared secret HKDF-SHA256 makes a key. It is kept as an imported one: another derivation under its name is a version.
import { VaultError } from "#base/vault-error.ts";
import { integer, text } from "#contract/fields/scalars.ts";
import { definePath, type WriteCall, writes } from "#contract/path.ts";
import { AsymmetricKey } from "#crypto/asymmetric-key.ts";
import { sharedSecret } from "#crypto/ecdh.ts";
import { hkdfExpand, hkdfExtract } from "#crypto/hkdf-sha256.ts";
import { demandPrivate } from "../key-types/asymmetric-material.ts";
import type { KeyType } from "../key-types/key-type.ts";
import { DEFAULT_KEY_TYPE } from "../key-types/key-types.ts";
import type { KeyVersion } from "../keys/key-version.ts";
import { checkedWish, demandKeyType } from "../keys/new-key.ts";
import { versionToUse } from "../keys/pick-version.ts";
import { readKey, withVersion, writeKey } from "../keys/stored-keys.ts";
import { demandUsable } from "../keys/transit-key.ts";
import type { TransitMount } from "../transit-mount.ts";
import { findKey, nameField, nameOf } from "./key-path.ts";

const ALGORITHM = "ecdh";
const NO_INFO = new Uint8Array(0);

const deriveFields = {
  name: nameField,
  base_key_name: text("Our key, of a NIST curve."),
  base_key_version: integer("Version of that key; 0: the newest."),
  peer_public_key: text("The other party's public key; PEM."),
  derived_key_type: text(`Type of the key that is made; default ${DEFAULT_KEY_TYPE}.`),
  key_derivation_algorithm: text(`How the parties agree: "${ALGORITHM}".`),
};
type DeriveCall = WriteCall<typeof deriveFields>;

export const deriveKeyPath = definePath<TransitMount>()({
  pattern: "derive-key/:name",
  fields: deriveFields,
  summary: "A key agreed on with another party.",
  operations: { update: writes(deriveKey, { summary: "Make the key, or a new version of it." }) },
});

function deriveKey(mount: TransitMount, call: DeriveCall): undefined {
  const { fields, settings } = call;
  const peer = peerOf(fields.peer_public_key ?? "");
  const algorithm = fields.key_derivation_algorithm || ALGORITHM;
  if (algorithm !== ALGORITHM) refuse(`key derivation algorithm not supported: expected ${ALGORITHM}`);
  const type = derivedType(fields.derived_key_type || DEFAULT_KEY_TYPE);
  const existing = findKey(call);
  if (existing && (existing.type !== type || !existing.settings.imported)) {
    refuse(`the name belongs to a key of type ${existing.type.name} that was not derived or imported`);
  }
  const material = type.material.fromSecret(agree(baseVersion(call), peer, type.keyBytes ?? 0));
  const wish = { name: nameOf(call), type, settings: { imported: true } };
  const key = existing ?? { ...checkedWish(wish), recent: [] };
  writeKey(settings, withVersion(settings, key, mount.versionOf(type, material, call.nowMs)));
}

function peerOf(pem: string): AsymmetricKey {
  if (pem === "") refuse("peer public key not provided");
  try {
    return AsymmetricKey.ofPublicPem(pem);
  } catch {
    return refuse("failed to parse supplied peer public key: expected PEM");
  }
}

function derivedType(name: string): KeyType {
  const type = demandKeyType(name);
  return type.keyBytes ? type : refuse(`a key of type ${name} is not derived by agreement`);
}

function baseVersion({ fields, settings }: DeriveCall): KeyVersion {
  const base = readKey(settings, fields.base_key_name ?? "");
  if (!base) return refuse("specified base key not found");
  if (!base.type.canAgree) refuse(`base key type ${base.type.name} does not support key agreement`);
  return versionToUse(settings, demandUsable(base), fields.base_key_version ?? 0, "encryption");
}

function agree(version: KeyVersion, peer: AsymmetricKey, length: number): Uint8Array {
  const secret = sharedSecret(demandPrivate(version, "key agreement"), peer);
  if (!secret) return refuse("the peer's public key is not on the curve of the base key");
  return hkdfExpand(hkdfExtract(secret), NO_INFO, length);
}

function refuse(reason: string): never {
  throw new VaultError("invalid_request", reason);
}
