// Where a request comes from: the socket's peer, or what a trusted proxy says in X-Forwarded-For (listener rules).
import { BlockList, isIP, isIPv4, SocketAddress } from "node:net";
import { VaultError } from "#base/vault-error.ts";

export interface ForwardedForRules {
  /** Addresses and CIDRs of proxies that may say who the client is. None: the header is not looked at. */
  authorizedAddrs: readonly string[];
  /** How many addresses from the right to pass over. */
  hopSkips: number;
  rejectNotAuthorized: boolean;
  rejectNotPresent: boolean;
}

const MAPPED = "::ffff:";

/** How far a proxy was believed. */
export type Forwarding = "direct" | "unauthorized" | "forwarded";

export interface ClientAddress {
  address: string;
  forwarding: Forwarding;
}

export class ForwardedFor {
  readonly #rules: ForwardedForRules;
  readonly #trusted: BlockList | undefined;

  constructor(rules: ForwardedForRules) {
    this.#rules = rules;
    this.#trusted = rules.authorizedAddrs.length === 0 ? undefined : blockListOf(rules.authorizedAddrs);
  }

  /** Whether the header means anything here. */
  get isTrusted(): boolean {
    return this.#trusted !== undefined;
  }

  /** @param peer as `plainAddress` gives it. @throws VaultError invalid_request when the rules refuse */
  clientOf(peer: string, forwardedFor: readonly string[]): ClientAddress {
    if (!this.#trusted) return { address: peer, forwarding: "direct" };
    if (forwardedFor.length === 0) {
      if (this.#rules.rejectNotPresent)
        throw refuse("missing x-forwarded-for header and configured to reject when not present");
      return { address: peer, forwarding: "direct" };
    }
    if (!this.#trusted.check(peer, isIPv4(peer) ? "ipv4" : "ipv6")) {
      if (this.#rules.rejectNotAuthorized)
        throw refuse("client address not authorized for x-forwarded-for, rejecting connection");
      return { address: peer, forwarding: "unauthorized" };
    }
    return { address: this.#named(forwardedFor), forwarding: "forwarded" };
  }

  /** The hop that the rules count to, from the right: what stands left of it anybody may have written. */
  #named(forwardedFor: readonly string[]): string {
    const hops = forwardedFor.join(",").split(",");
    const client = hops[hops.length - 1 - this.#rules.hopSkips]?.trim();
    if (client === undefined)
      throw refuse(
        "malformed x-forwarded-for configuration or request, hops to skip would skip before earliest chain link",
      );
    if (isIP(client) === 0) throw refuse("malformed x-forwarded-for header");
    return plainAddress(client);
  }
}

/** One spelling for an address: an IPv4-mapped one is the IPv4 address, a zone is no part of one. */
export function plainAddress(address: string): string {
  if (!address.includes(":")) return address;
  const { address: spelled } = new SocketAddress({ address, family: "ipv6" });
  return spelled.startsWith(MAPPED) && isIPv4(spelled.slice(MAPPED.length))
    ? spelled.slice(MAPPED.length)
    : spelled;
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
