// Keys for ECDSA.
import type { CurveName } from "#crypto/asymmetric-key.ts";
import { ecNumbersOf, ecOfNumbers } from "#crypto/ecdsa/ec-numbers.ts";
import { type EcdsaScheme, signEcdsa, verifyEcdsa } from "#crypto/ecdsa/ecdsa.ts";
import { asymmetricMaterial, demandPrivate, keyOf, keyOfMaterial } from "./asymmetric-material.ts";
import type { KeyType, SignatureScheme, Signer } from "./key-type.ts";
import { demandHash } from "./scheme-rules.ts";

export function ecdsa(
  { name, backupNumber }: { name: string; backupNumber: number },
  curve: CurveName,
): KeyType {
  const material = asymmetricMaterial(
    { type: "ec", curve },
    {
      exportSecret: (version) => keyOfMaterial(version).traditionalPem().trim(),
      exportPublic: (version) => keyOfMaterial(version).publicPem(),
      toBackup(version) {
        const key = keyOfMaterial(version);
        return { ec: ecNumbersOf(key), publicKey: key.publicPem() };
      },
      ofBackup: ({ ec }) => ecOfNumbers(curve, ec ?? { x: 0n, y: 0n }),
    },
  );
  const signer = signerOf(curve);
  return { name, backupNumber, versionName: curve, material, signer, canDerive: false, canAgree: true };
}

function signerOf(curve: CurveName): Signer {
  // The larger curves take milliseconds, on another thread: few at once.
  const isQuick = curve === "P-256";
  return {
    sign({ version, work }, input, scheme) {
      const key = demandPrivate(version, "signing");
      const sign = () => signEcdsa(key, input, schemeOf(scheme));
      return isQuick ? sign() : work.use(async () => sign());
    },
    verify({ version, work }, input, signature, scheme) {
      const verify = () => verifyEcdsa(keyOf(version), input, signature, schemeOf(scheme));
      return isQuick ? verify() : work.use(async () => verify());
    },
  };
}

/** A digest is signed as it is, whatever made it. */
function schemeOf({ hash, marshaling, isDigest }: SignatureScheme): EcdsaScheme {
  const encoding = marshaling === "jws" ? "ieee-p1363" : "der";
  return { hash: isDigest ? "none" : demandHash(hash), encoding };
}
