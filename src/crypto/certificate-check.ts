// What can be known about a certificate and its key before a listener depends on them.
import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";

export interface CertificatePair {
  /** PEM; the first certificate is the one that counts, its chain may follow. */
  readonly certificatePem: Uint8Array;
  readonly keyPem: Uint8Array;
  readonly passphrase: Uint8Array | undefined;
}

export type CertificateFault = "certificate unreadable" | "key unreadable" | "key encrypted" | "mismatch";

export interface Validity {
  /** Milliseconds since the Unix epoch. */
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
}

/** When the pair may be used, or why it may not at all. */
export function inspectCertificatePair(pair: CertificatePair): Validity | CertificateFault {
  const certificate = readCertificate(pair.certificatePem);
  if (certificate === undefined) return "certificate unreadable";
  const key = readPrivateKey(pair);
  if (typeof key === "string") return key;
  if (!certificate.checkPrivateKey(key)) return "mismatch";
  return { notBeforeMs: certificate.validFromDate.getTime(), notAfterMs: certificate.validToDate.getTime() };
}

/** The certificate's own bytes. @throws Error when `pem` does not begin with one */
export function certificateDer(pem: string): Uint8Array {
  return new X509Certificate(pem).raw;
}

/** Whether `pem` begins with a certificate that can be read. */
export function holdsCertificate(pem: Uint8Array): boolean {
  return readCertificate(pem) !== undefined;
}

function readCertificate(pem: Uint8Array): X509Certificate | undefined {
  try {
    return new X509Certificate(pem);
  } catch {
    return undefined;
  }
}

function readPrivateKey({ keyPem, passphrase }: CertificatePair): KeyObject | CertificateFault {
  const key = { key: Buffer.from(keyPem), format: "pem" } as const;
  if (passphrase === undefined && isEncrypted(key.key)) return "key encrypted";
  try {
    return createPrivateKey(passphrase === undefined ? key : { ...key, passphrase: Buffer.from(passphrase) });
  } catch {
    return "key unreadable";
  }
}

/** RFC 7468 §11 and the older form of RFC 1421 both say so in plain words. */
function isEncrypted(keyPem: Buffer): boolean {
  return (
    keyPem.includes("-----BEGIN ENCRYPTED PRIVATE KEY-----") || keyPem.includes("Proc-Type: 4,ENCRYPTED")
  );
}
