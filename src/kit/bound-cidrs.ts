// Which addresses a token may be used from. IPv4-mapped addresses count as IPv4 (security.md §2).
import { BlockList, isIPv4, isIPv6 } from "node:net";
import { VaultError } from "#base/vault-error.ts";

const MAX_CIDRS = 1024;

/**
 * `10.0.0.0/8`, or an address alone, which is also what a full-length prefix is written as.
 * @throws VaultError invalid_request naming the field
 */
export function parseCidrs(field: string, cidrs: readonly string[]): readonly string[] {
  if (cidrs.length > MAX_CIDRS) throw refuse(field, `holds more than ${MAX_CIDRS} addresses`);
  return cidrs.map((cidr) => {
    const parsed = parse(cidr);
    if (!parsed) throw refuse(field, "expected addresses like 10.0.0.0/8 or 192.168.1.1");
    return parsed.bits === widthOf(parsed) ? parsed.address : cidr;
  });
}

/** The addresses within `cidrs`, ready to be asked about. */
export function addressesIn(cidrs: readonly string[]): BlockList {
  const list = new BlockList();
  for (const cidr of cidrs) {
    const parsed = parse(cidr);
    if (parsed) list.addSubnet(parsed.address, parsed.bits, parsed.family);
  }
  return list;
}

export function holdsAddress(list: BlockList, address: string): boolean {
  const mapped = address.startsWith("::ffff:") && isIPv4(address.slice(7));
  const plain = mapped ? address.slice(7) : withoutZone(address);
  if (isIPv4(plain)) return list.check(plain, "ipv4");
  return isIPv6(plain) && list.check(plain, "ipv6");
}

/** `fe80::1%eth0` names an interface of this machine, which no bound does. */
function withoutZone(address: string): string {
  const zone = address.indexOf("%");
  return zone < 0 ? address : address.slice(0, zone);
}

/** No bounds: from anywhere. */
export function isWithin(cidrs: readonly string[], address: string): boolean {
  return cidrs.length === 0 || holdsAddress(addressesIn(cidrs), address);
}

/**
 * What lies in both, so that a child is never bound less than its parent (Vault 1.0.2). No bounds: everywhere.
 * @throws VaultError invalid_request when nothing does
 */
export function intersectCidrs(a: readonly string[], b: readonly string[]): readonly string[] {
  if (a.length === 0) return b;
  if (b.length === 0) return a;
  // Two prefixes are either apart, or one lies in the other.
  const both = a.flatMap((one) => b.flatMap((other) => smaller(one, other)));
  if (both.length > 0) return [...new Set(both)];
  throw new VaultError(
    "invalid_request",
    "the role's bound CIDRs and those of the parent token have no address in common",
  );
}

function smaller(one: string, other: string): string[] {
  const [narrow, wide] = bitsOf(one) >= bitsOf(other) ? [one, other] : [other, one];
  const address = parse(narrow)?.address ?? "";
  const isSameFamily = parse(one)?.family === parse(other)?.family;
  return isSameFamily && holdsAddress(addressesIn([wide]), address) ? [narrow] : [];
}

interface Cidr {
  address: string;
  bits: number;
  family: "ipv4" | "ipv6";
}

function bitsOf(cidr: string): number {
  return parse(cidr)?.bits ?? 0;
}

function widthOf({ family }: Cidr): number {
  return family === "ipv4" ? 32 : 128;
}

function parse(cidr: string): Cidr | undefined {
  const [address = "", bits, ...rest] = cidr.split("/");
  const family = isIPv4(address) ? "ipv4" : isIPv6(address) ? "ipv6" : undefined;
  if (!family || rest.length > 0 || address.includes("%")) return undefined;
  const most = family === "ipv4" ? 32 : 128;
  if (bits === undefined) return { address, bits: most, family };
  return /^\d{1,3}$/.test(bits) && Number(bits) <= most ? { address, bits: Number(bits), family } : undefined;
}

function refuse(field: string, reason: string): VaultError {
  return new VaultError("invalid_request", `${field}: ${reason}`);
}
