// One listening port of one thread: HTTP/1.1 in clear, or HTTP/2 and HTTP/1.1 by ALPN over TLS. All request threads listen
// on the same port (`reusePort`); the kernel spreads connections.
import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerOptions,
  type ServerResponse,
} from "node:http";
import {
  createSecureServer,
  type Http2SecureServer,
  type SecureServerOptions,
  type ServerHttp2Session,
} from "node:http2";
import type { AddressInfo } from "node:net";
import { getRequestListener, type HttpBindings } from "@hono/node-server";
import type { Hono } from "hono";
import { capConnections } from "./connection-cap.ts";
import { drain } from "./drain.ts";
import { refuseExpectation } from "./expectation.ts";
import { answerMalformed } from "./hono-errors.ts";
import { JoinedResponse } from "./joined-response.ts";
import { MAX_HEADER_BYTES, MAX_HEADERS } from "./limits.ts";
import { acceptListMethod } from "./list-method.ts";
import { proveListMethod } from "./prove-list-method.ts";
import { refuseConnect } from "./refuse-connection.ts";
import { secureContextOf, type TlsOptions } from "./tls-options.ts";

export interface ListenerOptions {
  host: string;
  port: number;
  tls: TlsOptions | undefined;
  readHeaderTimeoutMs: number;
  readTimeoutMs: number;
  idleTimeoutMs: number;
  /** 0: answers may take as long as they need. */
  writeTimeoutMs?: number;
  /** Of this thread. */
  maxConnections?: number;
  maxConnectionsPerAddress?: number;
}

const BACKLOG = 1024;
const HANDSHAKE_TIMEOUT_MS = 5000;
const MAX_CONNECTIONS = 16_384;
/** How much later than its deadline a slow request may be noticed, at most. */
const MAX_CHECK_INTERVAL_MS = 1000;

type AnyServer = Server | Http2SecureServer;

export class Listener {
  readonly #server: AnyServer;
  readonly #options: ListenerOptions;
  readonly #sessions = new Set<ServerHttp2Session>();

  constructor(app: Hono<{ Bindings: HttpBindings }>, options: ListenerOptions) {
    this.#options = options;
    this.#server = makeServer(options);
    this.#attend(app);
    this.#watchSessions();
    capConnections(this.#server as Server, {
      max: options.maxConnections ?? MAX_CONNECTIONS,
      maxPerAddress: options.maxConnectionsPerAddress,
    });
    acceptListMethod(this.#server as Server, MAX_HEADER_BYTES);
  }

  /** @returns the port, for when 0 was asked. @throws the system's error when the address is taken */
  async listen(): Promise<number> {
    await proveListMethod();
    const { host, port } = this.#options;
    return new Promise((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen({ host, port, reusePort: true, backlog: BACKLOG }, () => {
        this.#server.off("error", reject);
        resolve((this.#server.address() as AddressInfo).port);
      });
    });
  }

  /**
   * New connections use what is given here; those that are open stay.
   * @throws the TLS library's error when certificate and key do not fit; the old ones stay in use
   */
  setTls(tls: TlsOptions): void {
    if ("setSecureContext" in this.#server) this.#server.setSecureContext(secureContextOf(tls));
  }

  /** Finishes what is under way and takes nothing new; connections that stay busy end at the deadline. */
  close(deadlineMs: number): Promise<void> {
    return drain(this.#server as Server, this.#sessions, deadlineMs);
  }

  #attend(app: Hono<{ Bindings: HttpBindings }>): void {
    const server = this.#server as Server;
    const { writeTimeoutMs = 0 } = this.#options;
    const listener = getRequestListener(app.fetch as never, {
      // Only names that must not matter: a request without Host gets its refusal from us.
      hostname: "coffer",
      errorHandler: answerMalformed,
      // Bodies that nobody read are ours to deal with (unread-body.ts).
      autoCleanupIncoming: false,
    });
    const attend = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
      if (incoming.httpVersionMajor === 1 && !isHost(incoming.headers.host)) outgoing.shouldKeepAlive = false;
      void listener(incoming as never, outgoing as never);
    };
    if (writeTimeoutMs > 0) server.on("request", (_, outgoing) => limitWriting(outgoing, writeTimeoutMs));
    server.on("request", attend);
    // The body is asked for when it is wanted (read-request.ts).
    server.on("checkContinue", (incoming: IncomingMessage, outgoing: ServerResponse) => {
      server.emit("request", incoming, outgoing);
    });
    server.on("checkExpectation", refuseExpectation);
    server.on("connect", (incoming, place) => refuseConnect(incoming, place as never));
  }

  #watchSessions(): void {
    this.#server.on("session", (session: ServerHttp2Session) => {
      this.#sessions.add(session);
      session.once("close", () => this.#sessions.delete(session));
      // What still runs on it is finished first.
      session.setTimeout(this.#options.idleTimeoutMs, () => session.close());
    });
  }
}

function makeServer(options: ListenerOptions): AnyServer {
  const { readHeaderTimeoutMs, readTimeoutMs, idleTimeoutMs, tls } = options;
  const http1: ServerOptions = {
    maxHeaderSize: MAX_HEADER_BYTES,
    // Node refuses to start when headers have longer than the whole.
    headersTimeout: Math.min(readHeaderTimeoutMs, readTimeoutMs),
    requestTimeout: readTimeoutMs,
    keepAliveTimeout: idleTimeoutMs,
    connectionsCheckingInterval: Math.min(MAX_CHECK_INTERVAL_MS, Math.ceil(readHeaderTimeoutMs / 4)),
    // We say so ourselves, in JSON.
    requireHostHeader: false,
    // Whatever the command line says.
    httpValidation: "strict",
    optimizeEmptyRequests: true,
    ServerResponse: JoinedResponse,
  } as ServerOptions;
  const server = tls
    ? createSecureServer({ ...http2OptionsOf(tls), ...http1, http1Options: http1 } as SecureServerOptions)
    : createServer(http1);
  // Node drops headers beyond this count in silence; ours are counted and refused.
  (server as Server).maxHeadersCount = 0;
  return server;
}

function http2OptionsOf(tls: TlsOptions): SecureServerOptions {
  return {
    ...secureContextOf(tls),
    allowHTTP1: true,
    requestCert: tls.requestClientCertificate,
    rejectUnauthorized: tls.requireClientCertificate,
    handshakeTimeout: HANDSHAKE_TIMEOUT_MS,
    maxSessionMemory: 16,
    // Beyond our own count, so that ours is the one that answers.
    maxHeaderListPairs: MAX_HEADERS * 16,
    settings: { maxConcurrentStreams: 256, maxHeaderListSize: MAX_HEADER_BYTES, enablePush: false },
  };
}

const HOST = /^(?:[A-Za-z0-9._-]*|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?$/;

/** What else stands there will be refused, and whoever sent it may have meant another request to begin. */
function isHost(host: string | undefined): boolean {
  return host === undefined || HOST.test(host);
}

function limitWriting(outgoing: ServerResponse, timeoutMs: number): void {
  const deadline = setTimeout(() => outgoing.destroy(), timeoutMs);
  outgoing.once("close", () => clearTimeout(deadline));
}
