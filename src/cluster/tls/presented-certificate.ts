// The certificate that the other side of a connection has shown, and has proved to hold the key of (TLS 1.3 demands it
// of both). Nobody signed it: its hash alone counts, and that it has not run out.
import type { TLSSocket } from "node:tls";
import { certificatePin } from "./certificate-pin.ts";

export type PresentedCertificate =
  | { readonly kind: "shown"; readonly pin: string }
  | { readonly kind: "missing" }
  | { readonly kind: "expired" };

export function presentedCertificate(socket: TLSSocket, wallMs: number): PresentedCertificate {
  const certificate = socket.getPeerX509Certificate();
  if (certificate === undefined) return { kind: "missing" };
  // A clock that lags is no reason to refuse: the beginning of its validity says nothing.
  if (certificate.validToDate.getTime() < wallMs) return { kind: "expired" };
  return { kind: "shown", pin: certificatePin(certificate.raw) };
}
