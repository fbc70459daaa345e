// One listening port of one thread: HTTP/1.1 in clear, or HTTP/2 and HTTP/1.1 by ALPN over TLS. All request threads listen
// on the same port (`reusePort`); the kernel spreads connections.

import { createServer, type Server, type ServerOptions } from "node:http";
import { createSecureServer, type Http2SecureServer, type SecureServerOptions } from "node:http2";
import type { AddressInfo } from "node:net";
import { getRequestListener, type HttpBindings } from "@hono/node-server";
import type { Hono } from "hono";
import { drain } from "./drain.ts";
import { MAX_HEADER_BYTES } from "./limits.ts";
import { acceptListMethod } from "./list-method.ts";

export interface TlsOptions {
  certificate: Uint8Array;
  privateKey: Uint8Array;
  passphrase?: string;
  minVersion: "TLSv1.2" | "TLSv1.3";
  maxVersion: "TLSv1.2" | "TLSv1.3";
  ciphers?: string;
  clientCa?: Uint8Array;
  /** Ask for a client certificate at all; demand one; */
  requestClientCertificate: boolean;
  requireClientCertificate: boolean;
}

export interface ListenerOptions {
  host: string;
  port: number;
  tls: TlsOptions | undefined;
  readHeaderTimeoutMs: number;
  readTimeoutMs: number;
  idleTimeoutMs: number;
}

const BACKLOG = 1024;
const HANDSHAKE_TIMEOUT_MS = 5000;

type AnyServer = Server | Http2SecureServer;

export class Listener {
  readonly #server: AnyServer;
  readonly #options: ListenerOptions;

  constructor(app: Hono<{ Bindings: HttpBindings }>, options: ListenerOptions) {
    const listener = getRequestListener(app.fetch as never, { hostname: "coffer" });
    this.#options = options;
    this.#server = makeServer(options);
    this.#server.on("request", listener as never);
    acceptListMethod(this.#server as Server, MAX_HEADER_BYTES);
  }

  /** @returns the port, for when 0 was asked. @throws the system's error when the address is taken */
  listen(): Promise<number> {
    const { host, port } = this.#options;
    return new Promise((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen({ host, port, reusePort: true, backlog: BACKLOG }, () => {
        this.#server.off("error", reject);
        resolve((this.#server.address() as AddressInfo).port);
      });
    });
  }

  /** New connections use the new certificate; those that are open stay. */
  setCertificate(tls: Pick<TlsOptions, "certificate" | "privateKey" | "passphrase">): void {
    if (!("setSecureContext" in this.#server)) return;
    this.#server.setSecureContext({
      cert: Buffer.from(tls.certificate),
      key: Buffer.from(tls.privateKey),
      ...(tls.passphrase !== undefined && { passphrase: tls.passphrase }),
    });
  }

  /** Finishes what is under way and takes nothing new; connections that stay busy end at the deadline. */
  close(deadlineMs: number): Promise<void> {
    return drain(this.#server as Server, deadlineMs);
  }
}

function makeServer(options: ListenerOptions): AnyServer {
  const http1: ServerOptions = {
    maxHeaderSize: MAX_HEADER_BYTES,
    headersTimeout: options.readHeaderTimeoutMs,
    requestTimeout: options.readTimeoutMs,
    keepAliveTimeout: options.idleTimeoutMs,
    connectionsCheckingInterval: 1000,
  };
  const server = options.tls
    ? createSecureServer({ ...http1, ...secureOptions(options.tls) } as SecureServerOptions)
    : createServer(http1);
  // Node drops headers beyond this count in silence; ours are counted and refused.
  (server as Server).maxHeadersCount = 0;
  return server;
}

function secureOptions(tls: TlsOptions): SecureServerOptions {
  return {
    allowHTTP1: true,
    cert: Buffer.from(tls.certificate),
    key: Buffer.from(tls.privateKey),
    ...(tls.passphrase !== undefined && { passphrase: tls.passphrase }),
    ...(tls.ciphers !== undefined && { ciphers: tls.ciphers }),
    ...(tls.clientCa && { ca: Buffer.from(tls.clientCa) }),
    minVersion: tls.minVersion,
    maxVersion: tls.maxVersion,
    requestCert: tls.requestClientCertificate,
    rejectUnauthorized: tls.requireClientCertificate,
    handshakeTimeout: HANDSHAKE_TIMEOUT_MS,
    maxSessionMemory: 16,
    settings: { maxConcurrentStreams: 256, maxHeaderListSize: MAX_HEADER_BYTES },
  };
}
