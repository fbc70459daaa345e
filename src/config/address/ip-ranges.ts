// Which addresses are private, loopback or usable by others: RFC 6890's tables, as go-sockaddr applies them.
import { BlockList } from "node:net";
import type { NetworkAddress } from "./network-address.ts";

type Family = NetworkAddress["family"];
type Range = readonly [network: string, prefix: number, family: Family];

const LOOPBACK = blockList([
  ["127.0.0.0", 8, "ipv4"],
  ["::1", 128, "ipv6"],
]);
const LINK_LOCAL = blockList([
  ["169.254.0.0", 16, "ipv4"],
  ["fe80::", 10, "ipv6"],
]);
/** Ranges that are set apart but may be forwarded inside a site. */
const PRIVATE = blockList([
  ["10.0.0.0", 8, "ipv4"],
  ["100.64.0.0", 10, "ipv4"],
  ["172.16.0.0", 12, "ipv4"],
  ["192.168.0.0", 16, "ipv4"],
  ["198.18.0.0", 15, "ipv4"],
  ["fc00::", 7, "ipv6"],
]);
/** Neither loopback nor link-local, yet never an address to reach a host by. */
const UNUSABLE = blockList([
  ["0.0.0.0", 8, "ipv4"],
  ["224.0.0.0", 3, "ipv4"],
  ["::", 128, "ipv6"],
  ["ff00::", 8, "ipv6"],
]);

export function isLoopback(address: string, family: Family): boolean {
  return LOOPBACK.check(address, family);
}

export function isLinkLocal(address: string, family: Family): boolean {
  return LINK_LOCAL.check(address, family);
}

export function isForwardable({ address, family }: NetworkAddress): boolean {
  return ![LOOPBACK, LINK_LOCAL, UNUSABLE].some((range) => range.check(address, family));
}

export function isPrivate(address: NetworkAddress): boolean {
  return isForwardable(address) && PRIVATE.check(address.address, address.family);
}

export function isPublic(address: NetworkAddress): boolean {
  return isForwardable(address) && !PRIVATE.check(address.address, address.family);
}

function blockList(ranges: readonly Range[]): BlockList {
  const list = new BlockList();
  for (const [network, prefix, family] of ranges) list.addSubnet(network, prefix, family);
  return list;
}
