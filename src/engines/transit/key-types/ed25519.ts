// Keys for Ed25519. A derived one has a key pair for each context, whose seed is derived from the 64 bytes of the key.
import { decodeBase64, EMPTY_BYTES, encodeBase64 } from "#base/bytes.ts";
import type { AsymmetricKey } from "#crypto/asymmetric-key.ts";
import {
  ED25519_BYTES,
  ed25519OfPublic,
  ed25519OfSecret,
  ed25519OfSeed,
  rawEd25519Public,
  rawEd25519Secret,
  signEd25519,
  verifyEd25519,
} from "#crypto/ed25519.ts";
import { asymmetricMaterial, demandPrivate, keyOf } from "./asymmetric-material.ts";
import { derive } from "./derived-key.ts";
import type { KeyType, KeyUse, Signer } from "./key-type.ts";

export function ed25519({ name, backupNumber }: { name: string; backupNumber: number }): KeyType {
  const material = asymmetricMaterial(
    { type: "ed25519" },
    {
      exportSecret: (version) => encodeBase64(rawEd25519Secret(version)),
      exportPublic: (version) => encodeBase64(rawEd25519Public(version)),
      toBackup(version) {
        const publicKey = encodeBase64(rawEd25519Public(version));
        return version.secret.length > 0 ? { key: rawEd25519Secret(version), publicKey } : { publicKey };
      },
      ofBackup: ({ key, publicKey = "" }) =>
        key ? ed25519OfSecret(key) : ed25519OfPublic(decodeBase64(publicKey) ?? EMPTY_BYTES),
    },
  );
  return { name, backupNumber, versionName: "ed25519", material, signer, canDerive: true };
}

const signer: Signer = {
  sign: (use, input) => signEd25519(signingKey(use), input),
  verify: (use, input, signature) => verifyEd25519(verifyingKey(use), input, signature),
  derivedPublicKey: (use) => encodeBase64(rawEd25519Public(derivedKey(use).toBytes())),
};

function signingKey(use: KeyUse): AsymmetricKey {
  return use.settings.derived ? derivedKey(use) : demandPrivate(use.version, "signing");
}

function verifyingKey(use: KeyUse): AsymmetricKey {
  return use.settings.derived ? derivedKey(use) : keyOf(use.version);
}

function derivedKey(use: KeyUse): AsymmetricKey {
  demandPrivate(use.version, "derivation");
  return ed25519OfSeed(derive(use, ED25519_BYTES, rawEd25519Secret));
}
