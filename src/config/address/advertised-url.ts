// api_addr and cluster_addr: what this node tells others to reach it by.
import { type HostPort, parseHostPort } from "./host-port.ts";

export interface AdvertisedUrl {
  readonly scheme: "http" | "https";
  readonly address: HostPort;
  /** As given, without a slash at the end: what goes into a Location header. */
  readonly text: string;
}

const URL_PARTS = /^(https?):\/\/([^/?#]*)\/?$/i;

/** @returns what is wrong, as a text, instead of throwing */
export function parseAdvertisedUrl(text: string): AdvertisedUrl | string {
  const found = URL_PARTS.exec(text.trim());
  if (found === null) return "must be a URL such as https://node1.example.com:8200, without a path";
  const scheme = found[1]?.toLowerCase() === "http" ? "http" : "https";
  const authority = found[2] ?? "";
  if (authority.includes("@")) return "must not hold a user name or password";
  const address = parseHostPort(authority, scheme === "http" ? 80 : 443);
  if (typeof address === "string") return address.replace("begin with", "have");
  if (address.host === "") return "must have a host";
  return { scheme, address, text: text.trim().replace(/\/$/, "") };
}

/** A URL or bare host:port; the scheme counts for nothing, members of a cluster always use TLS. */
export function parseClusterAddress(text: string, standardPort: number): HostPort | string {
  const bare = /^https?:\/\/([^/?#]*)\/?$/i.exec(text.trim())?.[1] ?? text.trim();
  if (bare.includes("@")) return "must not hold a user name or password";
  const address = parseHostPort(bare, standardPort);
  if (typeof address === "string") return address;
  return address.host === "" ? "must have a host that other nodes can reach" : address;
}
