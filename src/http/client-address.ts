// Where a request comes from: the socket's peer, or what a trusted proxy says in X-Forwarded-For (listener rules).
import type { IncomingMessage } from "node:http";
import { BlockList, isIP, isIPv4 } from "node:net";
import type { TLSSocket } from "node:tls";
import { VaultError } from "#base/vault-error.ts";
import type { Connection } from "#contract/request.ts";

export interface ForwardedForRules {
  /** Proxies that may say who the client is. None: the header is not looked at. */
  authorizedAddrs: readonly string[];
  /** How many addresses from the right to pass over. */
  hopSkips: number;
  rejectNotAuthorized: boolean;
  rejectNotPresent: boolean;
}

export class ClientAddress {
  readonly #rules: ForwardedForRules;
  readonly #trusted: BlockList | undefined;

  constructor(rules: ForwardedForRules) {
    this.#rules = rules;
    this.#trusted = rules.authorizedAddrs.length === 0 ? undefined : blockListOf(rules.authorizedAddrs);
  }

  /** @throws VaultError invalid_request when the rules refuse */
  connectionOf(incoming: IncomingMessage, forwardedFor: readonly string[]): Connection {
    const { socket } = incoming;
    const peer = plainAddress(socket.remoteAddress ?? "");
    const remoteAddress = this.#trusted ? this.#forwarded(peer, forwardedFor, this.#trusted) : peer;
    const certificate = "getPeerX509Certificate" in socket && (socket as TLSSocket).getPeerX509Certificate();
    return {
      remoteAddress,
      remotePort: socket.remotePort ?? 0,
      ...(certificate && { clientCertificate: certificate.raw }),
    };
  }

  #forwarded(peer: string, forwardedFor: readonly string[], trusted: BlockList): string {
    if (forwardedFor.length === 0) {
      if (this.#rules.rejectNotPresent)
        throw refuse("missing x-forwarded-for header and configured to reject when not present");
      return peer;
    }
    if (!trusted.check(peer, isIPv4(peer) ? "ipv4" : "ipv6")) {
      if (this.#rules.rejectNotAuthorized)
        throw refuse("client address not authorized for x-forwarded-for, rejecting connection");
      return peer;
    }
    const hops = forwardedFor.flatMap((value) => value.split(",")).map((hop) => hop.trim());
    const at = hops.length - 1 - this.#rules.hopSkips;
    const client = hops[at];
    if (client === undefined)
      throw refuse(
        "malformed x-forwarded-for configuration or request, hops to skip would skip before earliest chain link",
      );
    if (isIP(client) === 0) throw refuse("malformed x-forwarded-for header");
    return plainAddress(client);
  }
}

/** An IPv4-mapped address is the IPv4 address. */
function plainAddress(address: string): string {
  return address.startsWith("::ffff:") && isIPv4(address.slice(7)) ? address.slice(7) : address;
}

function blockListOf(cidrs: readonly string[]): BlockList {
  const list = new BlockList();
  for (const cidr of cidrs) {
    const [address = "", bits] = cidr.split("/");
    const family = isIPv4(address) ? "ipv4" : "ipv6";
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return list;
}

function refuse(reason: string): VaultError {
  return new VaultError("invalid_request", reason);
}
