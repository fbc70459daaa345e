// Names the failures of a connection in words people know, and says whether the request can have arrived.
import { originOf } from "./server-address.ts";
import type { WireRequest } from "./transport.ts";
import { type Delivery, TransportError } from "./transport-error.ts";

interface Circumstances {
  readonly request: WireRequest;
  /** The connection (with TLS: the handshake too) had been made. */
  readonly reached: boolean;
}

const UNKNOWN_AUTHORITY = "x509: certificate signed by unknown authority";

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "connection refused",
  ENOENT: "no such socket file",
  EACCES: "permission denied on the socket file",
  ENOTFOUND: "no such host",
  EAI_AGAIN: "temporary failure in name resolution",
  ECONNRESET: "the server closed the connection before it answered",
  EPIPE: "the server closed the connection before it answered",
  EHOSTUNREACH: "no route to host",
  ENETUNREACH: "network is unreachable",
  ETIMEDOUT: "connection timed out",
  DEPTH_ZERO_SELF_SIGNED_CERT: UNKNOWN_AUTHORITY,
  SELF_SIGNED_CERT_IN_CHAIN: UNKNOWN_AUTHORITY,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNKNOWN_AUTHORITY,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNKNOWN_AUTHORITY,
  UNABLE_TO_GET_ISSUER_CERT: UNKNOWN_AUTHORITY,
  CERT_HAS_EXPIRED: "x509: certificate has expired",
  CERT_NOT_YET_VALID: "x509: certificate is not yet valid",
};

export function whyItFailed(error: unknown, { request, reached }: Circumstances): TransportError {
  const aborted = request.signal.aborted;
  const cause: unknown = aborted ? request.signal.reason : error;
  const code = aborted ? "TIMEOUT" : codeOf(error);
  const delivery: Delivery = reached ? "unknown" : "not-sent";
  return new TransportError({
    method: request.method,
    url: originOf(request.address) + request.target,
    reason: aborted ? messageOf(cause) : reasonOf(code, error),
    delivery,
    code,
    cause,
  });
}

function reasonOf(code: string, error: unknown): string {
  const known = REASONS[code];
  if (known !== undefined) return known;
  if (
    code === "EPROTO" ||
    code === "ERR_SSL_WRONG_VERSION_NUMBER" ||
    code === "ERR_SSL_PACKET_LENGTH_TOO_LONG"
  ) {
    return "server gave HTTP response to HTTPS client";
  }
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID") return `x509: ${messageOf(error)}`;
  if (code.startsWith("HPE_")) return `malformed HTTP response (${code})`;
  return messageOf(error);
}

function codeOf(error: unknown): string {
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  return error instanceof Error && "code" in error ? String(error.code) : "UNKNOWN";
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
