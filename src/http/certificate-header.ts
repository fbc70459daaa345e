// The header in which a proxy that ends TLS passes its client's certificate on (listener rules).
import { decodeBase64 } from "#base/bytes.ts";
import { VaultError } from "#base/vault-error.ts";
import type { Forwarding } from "./client-address.ts";
import { percentDecode } from "./percent-decode.ts";

export type CertificateDecoder = "URL" | "PEM" | "RFC9440";

export interface CertificateHeaderRules {
  /** In lower case. */
  name: string;
  /** Applied in order; what is left is base64 of DER. */
  decoders: readonly CertificateDecoder[];
  /** Believe it where the request was not forwarded, or by a proxy that is not authorized. */
  keptWhenNotForwarded: boolean;
  keptWhenUnauthorized: boolean;
}

const WHAT = "the client certificate header";

/** Whether the header says who the client is; if not, the connection's own certificate does. */
export function isBelieved(rules: CertificateHeaderRules, forwarding: Forwarding): boolean {
  if (forwarding === "forwarded") return true;
  return forwarding === "direct" ? rules.keptWhenNotForwarded : rules.keptWhenUnauthorized;
}

/** DER. @throws VaultError invalid_request */
export function decodeCertificate(header: string, decoders: readonly CertificateDecoder[]): Uint8Array {
  let text = header;
  for (const decoder of decoders) text = DECODERS[decoder](text);
  const der = decodeBase64(text.trim());
  if (!der || der.length === 0) throw malformed();
  return der;
}

const DECODERS: Readonly<Record<CertificateDecoder, (text: string) => string>> = {
  URL: (text) => percentDecode(text, WHAT),
  PEM(text) {
    const body = /^\s*-----BEGIN CERTIFICATE-----([^-]+)-----END CERTIFICATE-----/.exec(text)?.[1];
    if (body === undefined) throw malformed();
    return body.replace(/\s/g, "");
  },
  // A byte sequence of structured fields (RFC 9440 §2.2, RFC 8941 §3.3.5).
  RFC9440(text) {
    const inner = /^:([A-Za-z0-9+/=]*):$/.exec(text.trim())?.[1];
    if (inner === undefined) throw malformed();
    return inner;
  },
};

function malformed(): VaultError {
  return new VaultError("invalid_request", `${WHAT} holds no certificate as configured`);
}
