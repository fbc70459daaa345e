// Connections to nodes whose certificate is known: TLS 1.3, both sides with their own certificates, within a bounded
// time. Trust rests on the pin alone, so what OpenSSL thinks of the certificate does not count.
import { connect, type TLSSocket } from "node:tls";
import { NO_SESSION_TICKETS } from "#crypto/tls-hardening.ts";
import { DialError } from "#raft/grpc/ports/peer-dialer.ts";
import type { NodeCredentials } from "./node-credentials.ts";
import { presentedCertificate } from "./presented-certificate.ts";

export interface DialTarget {
  readonly host: string;
  readonly port: number;
  /** Any of these will do: a node that changes its certificate has two for a while. */
  readonly pins: readonly string[];
}

export interface DialOptions {
  readonly credentials: NodeCredentials;
  /** For names, connection and handshake together. */
  readonly timeoutMs: number;
  readonly wallMs: number;
}

/** A name in place of an address, which Node refuses as a server's name. Nobody looks at it. */
const SERVER_NAME = "node.coffer.internal";

/** @throws DialError in its promise; the socket is then gone */
export function dialPinned(target: DialTarget, options: DialOptions): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const { credentials, timeoutMs, wallMs } = options;
    const socket = connect({
      host: target.host,
      port: target.port,
      key: credentials.keyPem,
      cert: credentials.certificatePem,
      servername: SERVER_NAME,
      rejectUnauthorized: false,
      minVersion: "TLSv1.3",
      ALPNProtocols: ["h2"],
      secureOptions: NO_SESSION_TICKETS,
    });
    socket.setNoDelay(true);
    const give = (error: DialError): void => {
      clearTimeout(late);
      socket.destroy();
      reject(error);
    };
    const late = setTimeout(
      () => give(new DialError("unreachable", `no connection within ${timeoutMs} ms`)),
      timeoutMs,
    );
    socket.on("error", (error: NodeJS.ErrnoException) => give(failureOf(error)));
    socket.once("close", () => give(new DialError("unreachable", "the connection was closed at once")));
    socket.once("secureConnect", () => {
      const fault = faultOf(socket, target, wallMs);
      if (fault !== undefined) {
        give(new DialError("not-trusted", fault));
        return;
      }
      clearTimeout(late);
      socket.removeAllListeners("close");
      resolve(socket);
    });
  });
}

function faultOf(socket: TLSSocket, { pins }: DialTarget, wallMs: number): string | undefined {
  if (socket.alpnProtocol !== "h2") return "it does not speak HTTP/2";
  const certificate = presentedCertificate(socket, wallMs);
  if (certificate.kind === "missing") return "it shows no certificate";
  if (certificate.kind === "expired") return "its certificate has expired";
  return pins.includes(certificate.pin) ? undefined : "its certificate is another one";
}

function failureOf(error: NodeJS.ErrnoException): DialError {
  return new DialError(error.code === "ECONNREFUSED" ? "refused" : "unreachable", error.message);
}
