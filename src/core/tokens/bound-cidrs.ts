// Which addresses a token may be used from. IPv4-mapped addresses count as IPv4 (security.md §2).
import { BlockList, isIPv4, isIPv6 } from "node:net";
import { VaultError } from "#base/vault-error.ts";

/** `10.0.0.0/8`, or an address alone. @throws VaultError invalid_request naming the field */
export function parseCidrs(field: string, cidrs: readonly string[]): readonly string[] {
  for (const cidr of cidrs) if (!addTo(new BlockList(), cidr)) throw badCidr(field);
  return cidrs;
}

/** No bounds: from anywhere. */
export function isWithin(cidrs: readonly string[], address: string): boolean {
  if (cidrs.length === 0) return true;
  const list = new BlockList();
  for (const cidr of cidrs) addTo(list, cidr);
  const plain = address.startsWith("::ffff:") && isIPv4(address.slice(7)) ? address.slice(7) : address;
  if (isIPv4(plain)) return list.check(plain, "ipv4");
  return isIPv6(plain) && list.check(plain, "ipv6");
}

function addTo(list: BlockList, cidr: string): boolean {
  const [address = "", bits] = cidr.split("/");
  const family = isIPv4(address) ? "ipv4" : isIPv6(address) ? "ipv6" : undefined;
  if (!family || cidr.split("/").length > 2) return false;
  const most = family === "ipv4" ? 32 : 128;
  if (bits === undefined) {
    list.addAddress(address, family);
    return true;
  }
  if (!/^\d{1,3}$/.test(bits) || Number(bits) > most) return false;
  list.addSubnet(address, Number(bits), family);
  return true;
}

function badCidr(field: string): VaultError {
  return new VaultError("invalid_request", `${field}: expected addresses like 10.0.0.0/8 or 192.168.1.1`);
}
