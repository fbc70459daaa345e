// TLS of a listener: what node is told, at the start and again when certificates change.
import type { SecureContextOptions } from "node:tls";

export interface TlsOptions {
  certificate: Uint8Array;
  privateKey: Uint8Array;
  passphrase?: string;
  minVersion: "TLSv1.2" | "TLSv1.3";
  maxVersion: "TLSv1.2" | "TLSv1.3";
  /** OpenSSL's names with colons between them. */
  ciphers?: string;
  /** Key exchange groups, likewise. */
  groups?: string;
  clientCa?: Uint8Array;
  /** Ask clients for a certificate at all; take nobody without a good one. */
  requestClientCertificate: boolean;
  requireClientCertificate: boolean;
}

/** SSL_OP_NO_RENEGOTIATION of OpenSSL's ssl.h: a connection's certificate is asked once, so it must not change. */
const NO_RENEGOTIATION = 0x4000_0000;

/** All of it each time: node forgets what a new context does not repeat, the lowest version and the client CA too. */
export function secureContextOf(tls: TlsOptions): SecureContextOptions {
  return {
    cert: Buffer.from(tls.certificate),
    key: Buffer.from(tls.privateKey),
    ...(tls.passphrase !== undefined && { passphrase: tls.passphrase }),
    ...(tls.ciphers !== undefined && { ciphers: tls.ciphers }),
    ...(tls.groups !== undefined && { ecdhCurve: tls.groups }),
    ...(tls.clientCa && { ca: Buffer.from(tls.clientCa) }),
    minVersion: tls.minVersion,
    maxVersion: tls.maxVersion,
    secureOptions: NO_RENEGOTIATION,
  };
}
