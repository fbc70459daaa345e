// The port on which other nodes call. Every connection is TLS 1.3 with a certificate on both sides; its hash decides,
// against the membership of this very moment, whether a member or a stranger calls, and so which services it finds.
// The decision is made anew for all connections whenever the membership changes.

import { createServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer, type TLSSocket, type Server as TlsServer } from "node:tls";
import type { Server as GrpcServer } from "@grpc/grpc-js";
import type { Clock } from "#base/clock.ts";
import type { Logger } from "#base/logger.ts";
import { NO_SESSION_TICKETS } from "#crypto/tls-hardening.ts";
import type { Caller } from "#raft/grpc/service/caller.ts";
import { AcceptedConnections } from "./accepted-connections.ts";
import { HandshakeGate } from "./handshake-gate.ts";
import { DEFAULT_LISTENER_LIMITS, type ListenerLimits } from "./listener-limits.ts";
import type { NodeCredentials } from "./node-credentials.ts";
import { presentedCertificate } from "./presented-certificate.ts";
import { RefusalLog } from "./refusal-log.ts";
import { injectInto } from "./service-injection.ts";

export interface PinnedListenerOptions {
  /** An empty host takes every interface. */
  readonly address: { readonly host: string; readonly port: number };
  /** Other threads listen there too. */
  readonly isShared: boolean;
  readonly credentials: NodeCredentials;
  /** The member that has this pin now; `undefined` for a stranger. */
  readonly memberOf: (pin: string) => number | undefined;
  readonly services: { readonly members: GrpcServer; readonly strangers: GrpcServer | undefined };
  readonly clock: Clock;
  readonly logger: Logger;
  readonly limits?: Partial<ListenerLimits>;
}

export class PinnedListener {
  readonly #options: PinnedListenerOptions;
  readonly #gate: HandshakeGate;
  readonly #refusals: RefusalLog;
  readonly #connections: AcceptedConnections;
  readonly #tls: TlsServer;
  readonly #server: Server;

  constructor(options: PinnedListenerOptions) {
    const limits = { ...DEFAULT_LISTENER_LIMITS, ...options.limits };
    const nowMs = (): number => options.clock.monotonicMs();
    this.#options = options;
    this.#gate = new HandshakeGate(limits, nowMs);
    this.#refusals = new RefusalLog(options.logger, nowMs);
    this.#connections = new AcceptedConnections(limits);
    this.#tls = this.#makeTls(limits);
    // Accepting is apart from TLS, so that nothing is spent on those who are not admitted.
    this.#server = createServer({ noDelay: true }, (socket) => this.#arrived(socket));
  }

  /** The port it listens on. */
  listen(): Promise<number> {
    const { address, isShared } = this.#options;
    return new Promise((resolve, reject) => {
      this.#server.once("error", reject);
      const host = address.host === "" ? {} : { host: address.host };
      this.#server.listen({ ...host, port: address.port, reusePort: isShared }, () => {
        this.#server.off("error", reject);
        const bound = this.#server.address();
        resolve(typeof bound === "object" && bound !== null ? bound.port : address.port);
      });
    });
  }

  /** Connections that were refused since the start. */
  get refusals(): number {
    return this.#refusals.refusals;
  }

  /** Connections of members and strangers, and handshakes under way. */
  get open(): { readonly members: number; readonly strangers: number; readonly handshakes: number } {
    return { ...this.#connections.counts, handshakes: this.#gate.underWay };
  }

  /** The membership has changed: whoever is judged otherwise now is cut off at once. */
  rejudge(): void {
    this.#connections.cut(({ pin, member }) => this.#options.memberOf(pin) !== member);
  }

  /** For handshakes from now on. */
  setCredentials({ keyPem, certificatePem }: NodeCredentials): void {
    this.#tls.setSecureContext({ ...CONTEXT, key: keyPem, cert: certificatePem });
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#connections.cut(() => true);
    await closed;
  }

  #makeTls({ handshakeMs }: ListenerLimits): TlsServer {
    const { keyPem, certificatePem } = this.#options.credentials;
    const server = createTlsServer({
      ...CONTEXT,
      key: keyPem,
      cert: certificatePem,
      requestCert: true,
      // Nobody has signed them: the pin decides, below.
      rejectUnauthorized: false,
      ALPNProtocols: ["h2"],
      handshakeTimeout: handshakeMs,
    });
    server.on("secureConnection", (socket) => this.#secured(socket));
    server.on("tlsClientError", (error, socket) => {
      this.#refuse(socket, error.message === "" ? "the handshake failed" : error.message);
    });
    return server;
  }

  #arrived(socket: Socket): void {
    // A reset before or in the handshake is nobody's business.
    socket.on("error", () => {});
    if (this.#gate.admit(socket)) this.#tls.emit("connection", socket);
    else socket.destroy();
  }

  #secured(socket: TLSSocket): void {
    socket.on("error", () => {});
    this.#gate.done(socket);
    const { services } = this.#options;
    const caller = this.#callerOn(socket);
    if (typeof caller === "string") {
      this.#refuse(socket, caller);
      return;
    }
    const service = caller.member === undefined ? services.strangers : services.members;
    if (service === undefined) {
      this.#refuse(socket, "its certificate is no member's");
      return;
    }
    if (caller.member !== undefined) this.#gate.memberAt(socket.remoteAddress ?? "");
    this.#connections.add(socket, caller);
    injectInto(service, socket, caller);
  }

  /** Who calls, or what is wrong with the connection. */
  #callerOn(socket: TLSSocket): Caller | string {
    if (socket.alpnProtocol !== "h2") return "it does not speak HTTP/2";
    const certificate = presentedCertificate(socket, this.#options.clock.wallMs());
    if (certificate.kind === "missing") return "it shows no certificate";
    if (certificate.kind === "expired") return "its certificate has expired";
    return { pin: certificate.pin, member: this.#options.memberOf(certificate.pin) };
  }

  #refuse(socket: TLSSocket, reason: string): void {
    this.#gate.done(socket);
    this.#refusals.refused(socket.remoteAddress ?? "unknown", reason);
    socket.destroy();
  }
}

const CONTEXT = { minVersion: "TLSv1.3", secureOptions: NO_SESSION_TICKETS } as const;
