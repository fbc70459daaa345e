// Who is at the other end of a request. What a socket says of that is asked once per connection: on TLS it costs as much
// as a whole read.
import type { IncomingMessage } from "node:http";
import type { Http2ServerRequest } from "node:http2";
import type { Socket } from "node:net";
import type { TLSSocket } from "node:tls";
import type { Connection } from "#contract/request.ts";
import { type CertificateHeaderRules, decodeCertificate, isBelieved } from "./certificate-header.ts";
import { ForwardedFor, type ForwardedForRules, plainAddress } from "./client-address.ts";

export interface ConnectionRules {
  forwardedFor: ForwardedForRules | undefined;
  certificateHeader: CertificateHeaderRules | undefined;
}

const NOBODY: ForwardedForRules = {
  authorizedAddrs: [],
  hopSkips: 0,
  rejectNotAuthorized: true,
  rejectNotPresent: true,
};

export class Connections {
  readonly #forwardedFor: ForwardedFor;
  readonly #certificateHeader: CertificateHeaderRules | undefined;
  /** By socket, or by HTTP/2 session. */
  readonly #peers = new WeakMap<object, Connection>();

  constructor(rules: ConnectionRules) {
    this.#forwardedFor = new ForwardedFor(rules.forwardedFor ?? NOBODY);
    this.#certificateHeader = rules.certificateHeader;
  }

  /** @throws VaultError invalid_request when the rules refuse */
  of(incoming: IncomingMessage, forwardedFor: readonly string[]): Connection {
    const peer = this.#peerOf(incoming);
    if (!this.#forwardedFor.isTrusted && !this.#certificateHeader) return peer;
    const { address, forwarding } = this.#forwardedFor.clientOf(peer.remoteAddress, forwardedFor);
    const header = this.#certificateHeader;
    if (!header || !isBelieved(header, forwarding)) return { ...peer, remoteAddress: address };
    // The proxy's own certificate is not its client's.
    const value = incoming.headers[header.name];
    const { remotePort } = peer;
    if (value === undefined || value === "") return { remoteAddress: address, remotePort };
    const clientCertificate = decodeCertificate(String(value), header.decoders);
    return { remoteAddress: address, remotePort, clientCertificate };
  }

  #peerOf(incoming: IncomingMessage): Connection {
    // The socket of HTTP/2's compatibility layer is a proxy, slow to ask and different each time.
    const session = (incoming as unknown as Http2ServerRequest).stream?.session;
    const key = session ?? incoming.socket;
    const known = this.#peers.get(key);
    if (known) return known;
    const peer = describe(session?.socket ?? incoming.socket);
    this.#peers.set(key, peer);
    return peer;
  }
}

function describe(socket: Socket | TLSSocket): Connection {
  const certificate = "getPeerX509Certificate" in socket ? socket.getPeerX509Certificate() : undefined;
  const address = {
    remoteAddress: plainAddress(socket.remoteAddress ?? ""),
    remotePort: socket.remotePort ?? 0,
  };
  return certificate ? { ...address, clientCertificate: certificate.raw } : address;
}
