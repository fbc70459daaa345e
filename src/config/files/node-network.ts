// This machine's addresses, with the interface of the default route marked where Linux tells it.
import { readFileSync } from "node:fs";
import { networkInterfaces } from "node:os";
import type { NetworkAddress } from "../address/network-address.ts";

export function nodeNetworkAddresses(): readonly NetworkAddress[] {
  const withDefaultRoute = defaultRouteInterfaces();
  return Object.entries(networkInterfaces()).flatMap(([interfaceName, addresses]) =>
    (addresses ?? []).map((address) => ({
      interfaceName,
      address: address.address,
      family: address.family === "IPv4" ? ("ipv4" as const) : ("ipv6" as const),
      prefixLength: Number(address.cidr?.split("/")[1] ?? 0),
      hasDefaultRoute: withDefaultRoute.has(interfaceName),
    })),
  );
}

/** proc(5): in route the destination is the second field, in ipv6_route the first, with the interface last. */
function defaultRouteInterfaces(): ReadonlySet<string> {
  const found = new Set<string>();
  for (const line of linesOf("/proc/net/route")) {
    const [name, destination, , , , , , mask] = line.split(/\s+/);
    if (name !== undefined && destination === "00000000" && mask === "00000000") found.add(name);
  }
  for (const line of linesOf("/proc/net/ipv6_route")) {
    const fields = line.trim().split(/\s+/);
    const name = fields.at(-1);
    const isDefault = fields[0] === "0".repeat(32) && fields[1] === "00";
    if (name !== undefined && name !== "lo" && isDefault) found.add(name);
  }
  return found;
}

function linesOf(path: string): readonly string[] {
  try {
    return readFileSync(path, "utf8").split("\n");
  } catch {
    return [];
  }
}
