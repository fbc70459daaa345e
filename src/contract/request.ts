// A request as the pipeline and the engines see it: HTTP is gone, nothing is decided yet.
import type { RawJson } from "#base/json/raw-json.ts";
import type { Secret } from "#base/secret.ts";
import type { Operation } from "./operation.ts";

/** A parameter as it came: JSON from a body, text (repeated: texts) from a query or from the path. */
export type Parameter = RawJson | string | readonly string[];

export interface Connection {
  /** The client's address after X-Forwarded-For rules; no port. */
  remoteAddress: string;
  remotePort: number;
  /** DER of the client's TLS certificate, when it sent one. */
  clientCertificate?: Uint8Array;
}

/** Lower-case names; token headers are left out. Engines see only what their mount passes through. */
export interface RequestHeaders {
  get(name: string): string | undefined;
  names(): readonly string[];
}

export interface Request {
  /** UUID; names the request in answers, logs and audit. */
  id: string;
  operation: Operation;
  /** Canonical, without `v1/` and without leading slash; ends in `/` for a list. */
  path: string;
  /** Namespace id. */
  namespace: string;
  parameters: ReadonlyMap<string, Parameter>;
  token: Secret | undefined;
  /** Its listener serves this path to anybody: no token is asked for. */
  isOpenToAnybody?: true;
  connection: Connection;
  headers: RequestHeaders;
  /** A body that is not JSON (snapshot upload, OCSP). */
  rawBody?: AsyncIterable<Uint8Array>;
  /** Seconds; the client wants the answer wrapped. */
  wrapTtlSeconds?: number;
}
