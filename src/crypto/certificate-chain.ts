// A key's own certificate and those that vouch for it, as PEM.
import { X509Certificate } from "node:crypto";
import type { AsymmetricKey } from "./asymmetric-key.ts";

export type ChainFault = "unreadable" | "too many" | "leaf is a CA" | "last is no CA" | "other key";

const BLOCK = /-----BEGIN CERTIFICATE-----[\sA-Za-z0-9+/=]+-----END CERTIFICATE-----/g;
const MAX_CERTIFICATES = 10;

/** The chain in normal form, the key's own certificate first; or why it is none. */
export function normalChain(pem: string, key: AsymmetricKey): { pem: string } | ChainFault {
  const certificates = readAll(pem);
  const [leaf] = certificates ?? [];
  if (!certificates || !leaf) return "unreadable";
  if (certificates.length > MAX_CERTIFICATES) return "too many";
  if (leaf.ca) return "leaf is a CA";
  if (certificates.length > 1 && !certificates.at(-1)?.ca) return "last is no CA";
  if (!leaf.publicKey.equals(key.publicHalf)) return "other key";
  return { pem: certificates.map(String).join("").trim() };
}

/** `undefined` when there is anything but certificates. */
function readAll(pem: string): X509Certificate[] | undefined {
  if (pem.replaceAll(BLOCK, "").trim() !== "") return undefined;
  try {
    return (pem.match(BLOCK) ?? []).map((block) => new X509Certificate(block));
  } catch {
    return undefined;
  }
}

/** The DER of each certificate of a chain in normal form. */
export function chainToDer(pem: string): Uint8Array[] {
  return (readAll(pem) ?? []).map(({ raw }) => raw);
}

/** `undefined` when one is no certificate. */
export function chainOfDer(certificates: readonly Uint8Array[]): string | undefined {
  try {
    return certificates
      .map((der) => String(new X509Certificate(der)))
      .join("")
      .trim();
  } catch {
    return undefined;
  }
}
