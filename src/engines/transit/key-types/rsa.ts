// Keys for RSA: signatures by PSS and PKCS #1 v1.5, encryption by OAEP with SHA-256.
import { VaultError } from "#base/vault-error.ts";
import type { AsymmetricKey } from "#crypto/asymmetric-key.ts";
import { decryptOaep, encryptOaep, oaepRoom } from "#crypto/rsa/oaep.ts";
import {
  rsaNumbersOf,
  rsaOfNumbers,
  rsaOfPublicNumbers,
  rsaPublicNumbersOf,
} from "#crypto/rsa/rsa-numbers.ts";
import { fitsSalt, type RsaScheme, signRsa, verifyRsa } from "#crypto/rsa/signature.ts";
import type { BackupMaterial } from "../backup/backup-material.ts";
import type { KeyMaterial } from "../keys/key-version.ts";
import { asymmetricMaterial, demandPrivate, keyOf, keyOfMaterial } from "./asymmetric-material.ts";
import type { Cipher, KeyType, SignatureScheme, Signer } from "./key-type.ts";

export function rsa({ name, backupNumber }: { name: string; backupNumber: number }, bits: number): KeyType {
  const material = asymmetricMaterial(
    { type: "rsa", bits },
    {
      exportSecret: (version) => keyOfMaterial(version).traditionalPem(),
      exportPublic: (version) => keyOfMaterial(version).publicPem(),
      toBackup,
      ofBackup,
    },
  );
  return { name, backupNumber, versionName: name, material, cipher, signer, canDerive: false };
}

function toBackup(material: KeyMaterial): BackupMaterial {
  const key = keyOfMaterial(material);
  return key.isPrivate ? { rsa: rsaNumbersOf(key) } : { rsaPublic: rsaPublicNumbersOf(key) };
}

function ofBackup({ rsa: numbers, rsaPublic }: BackupMaterial): AsymmetricKey {
  return numbers ? rsaOfNumbers(numbers) : rsaOfPublicNumbers(rsaPublic ?? { n: 0n, e: 0n });
}

const cipher: Cipher = {
  takesAssociatedData: false,
  canConverge: false,
  encrypt({ version }, plaintext) {
    const key = keyOf(version);
    const room = oaepRoom(key);
    if (plaintext.length <= room) return encryptOaep(key, plaintext);
    throw new VaultError("invalid_request", `plaintext is too long for the key: at most ${room} bytes`);
  },
  decrypt({ version, work }, sealed) {
    const key = demandPrivate(version, "decryption");
    return work.use(() => decryptOaep(key, sealed));
  },
};

const signer: Signer = {
  sign({ version, work }, input, scheme) {
    const key = demandPrivate(version, "signing");
    demandSalt(key, scheme);
    return work.use(() => signRsa(key, input, schemeOf(scheme)).catch(refuse));
  },
  verify: ({ version }, input, signature, scheme) =>
    verifyRsa(keyOf(version), input, signature, schemeOf(scheme)),
};

function schemeOf({ padding, hash, saltLength, isDigest }: SignatureScheme): RsaScheme {
  return { padding, hash, saltLength, isDigest };
}

function demandSalt(key: AsymmetricKey, { padding, hash, saltLength }: SignatureScheme): void {
  if (padding !== "pss" || hash === "none" || typeof saltLength === "string") return;
  if (fitsSalt(key, hash, saltLength)) return;
  throw new VaultError("invalid_request", `requested salt length ${saltLength} is invalid`);
}

/** What does not fit was the caller's doing. */
function refuse(error: unknown): never {
  throw error instanceof RangeError ? new VaultError("invalid_request", error.message) : error;
}
