// The seam between the client and the network: tests and dry runs put something else behind it.
import type { Readable } from "node:stream";
import type { ServerAddress } from "./server-address.ts";

/** Opened again for each attempt, so that an upload can follow a redirect. */
export type BodySource = Uint8Array | (() => Readable);

export interface WireRequest {
  readonly method: string;
  readonly address: ServerAddress;
  /** Percent-encoded, with the query, as it goes over the wire. */
  readonly target: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: BodySource | undefined;
  readonly signal: AbortSignal;
}

export interface WireResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The reader must read it to its end or destroy it: it holds the connection. */
  readonly body: Readable;
}

export interface Transport {
  /** @throws TransportError */
  send(request: WireRequest): Promise<WireResponse>;
  close(): void;
}
