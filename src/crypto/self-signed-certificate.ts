// A certificate that signs itself: for -dev-tls and for nodes, whose peers pin it (design §4).
import { KeyObject, webcrypto } from "node:crypto";

export interface CertificateWish {
  names: readonly string[];
  addresses: readonly string[];
  /** Defaults to a year. */
  validDays?: number;
  commonName?: string;
}

export interface MadeCertificate {
  certificatePem: string;
  /** PKCS #8. */
  keyPem: string;
  /** The certificate's own bytes. */
  der: Uint8Array;
}

const DAY_MS = 86_400_000;

/** ECDSA P-256. Valid from a day ago on: clocks differ (vault#11150). */
export async function makeSelfSignedCertificate(wish: CertificateWish): Promise<MadeCertificate> {
  // Loaded when needed: most processes never make a certificate.
  await import("reflect-metadata/lite");
  const x509 = await import("@peculiar/x509");
  const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const now = Date.now();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: [{ CN: [wish.commonName ?? wish.names[0] ?? "coffer"] }],
    notBefore: new Date(now - DAY_MS),
    notAfter: new Date(now + (wish.validDays ?? 365) * DAY_MS),
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature | x509.KeyUsageFlags.keyCertSign, true),
      new x509.ExtendedKeyUsageExtension([
        x509.ExtendedKeyUsage.serverAuth,
        x509.ExtendedKeyUsage.clientAuth,
      ]),
      new x509.SubjectAlternativeNameExtension([
        ...wish.names.map((value) => ({ type: "dns" as const, value })),
        ...wish.addresses.map((value) => ({ type: "ip" as const, value })),
      ]),
    ],
  });
  const keyPem = KeyObject.from(keys.privateKey).export({ format: "pem", type: "pkcs8" });
  return {
    certificatePem: certificate.toString("pem"),
    keyPem: String(keyPem),
    der: new Uint8Array(certificate.rawData),
  };
}
