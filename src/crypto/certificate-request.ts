// Certificate requests (RFC 2986) that a key signs: bare, or with everything but key and signature of a template.
import type { webcrypto } from "node:crypto";
import type { AsymmetricKey } from "./asymmetric-key.ts";

type WebAlgorithm = Parameters<typeof webcrypto.subtle.sign>[0] & { name: string };

/**
 * @param template PEM of a request
 * @returns PEM
 * @throws RangeError when the template is no request
 */
export async function makeCertificateRequest(key: AsymmetricKey, template?: string): Promise<string> {
  // Loaded when needed: most processes never make a request.
  await import("reflect-metadata/lite");
  const x509 = await import("@peculiar/x509");
  const given =
    template === undefined ? undefined : parsed(() => new x509.Pkcs10CertificateRequest(template));
  const { keyAlgorithm, signingAlgorithm } = algorithmsOf(key);
  const request = await x509.Pkcs10CertificateRequestGenerator.create({
    ...(given && { name: given.subjectName, attributes: given.attributes }),
    signingAlgorithm,
    keys: {
      publicKey: key.publicHalf.toCryptoKey(keyAlgorithm, true, ["verify"]),
      privateKey: key.privateHalf.toCryptoKey(keyAlgorithm, false, ["sign"]),
    },
  });
  return `${request.toString("pem")}\n`;
}

function parsed<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw new RangeError("not a certificate request", { cause: error });
  }
}

const CURVE_HASHES = { "P-256": "SHA-256", "P-384": "SHA-384", "P-521": "SHA-512" } as const;

function algorithmsOf({ kind }: AsymmetricKey): {
  keyAlgorithm: WebAlgorithm;
  signingAlgorithm: WebAlgorithm;
} {
  switch (kind.type) {
    case "rsa": {
      const algorithm = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
      return { keyAlgorithm: algorithm, signingAlgorithm: algorithm };
    }
    case "ec": {
      const { curve } = kind;
      const keyAlgorithm = { name: "ECDSA", namedCurve: curve };
      return { keyAlgorithm, signingAlgorithm: { name: "ECDSA", hash: CURVE_HASHES[curve] } };
    }
    case "ed25519":
      return { keyAlgorithm: { name: "Ed25519" }, signingAlgorithm: { name: "Ed25519" } };
    case "other":
      throw new TypeError("no request is made for keys of this kind");
  }
}
