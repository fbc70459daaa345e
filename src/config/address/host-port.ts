// host:port, the way Go writes and reads it.
import { isIPv4, isIPv6 } from "node:net";
import { isLoopback } from "./ip-ranges.ts";

export interface HostPort {
  /** A name or an address without brackets; empty means every interface, IPv6 and IPv4. */
  readonly host: string;
  readonly port: number;
}

const HOST_PORT = /^(?:\[([^\]]*)\]|([^:[\]]*))(?::(\d+))?$/;
const NAME = /^(?=.{1,253}$)[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)*\.?$/i;

/**
 * @param standardPort taken when the text has none; without it a port is required
 * @returns what is wrong, as a text, instead of throwing
 */
export function parseHostPort(text: string, standardPort?: number): HostPort | string {
  const found = HOST_PORT.exec(text.trim());
  if (found === null) return "must be host:port, with IPv6 addresses in brackets";
  const [, bracketed, plain = "", digits] = found;
  if (bracketed !== undefined && !isIPv6(bracketed)) return "must have an IPv6 address inside its brackets";
  const host = bracketed ?? plain;
  if (bracketed === undefined && host !== "" && !isHost(host))
    return "must begin with a host name or an address";
  if (digits === undefined && standardPort === undefined) return "must end with a port, such as :8200";
  const port = digits === undefined ? (standardPort ?? 0) : Number(digits);
  return isPort(port) ? { host, port } : "must have a port between 1 and 65535";
}

export function formatHostPort({ host, port }: HostPort): string {
  return `${host.includes(":") ? `[${host}]` : host}:${port}`;
}

export function isPort(port: number): boolean {
  return Number.isInteger(port) && port >= 1 && port <= 65_535;
}

/** Whether a listener at `host` can be reached from this machine alone. A name is not looked up. */
export function isLoopbackHost(host: string): boolean {
  if (host.toLowerCase() === "localhost") return true;
  if (isIPv4(host)) return isLoopback(host, "ipv4");
  return isIPv6(host) && isLoopback(host, "ipv6");
}

/** Whether a listener at `host` takes every interface. */
export function isEveryInterface(host: string): boolean {
  return host === "" || host === "0.0.0.0" || host === "::";
}

/** Whether listening at both would clash, or silently share connections. */
export function overlap(a: HostPort, b: HostPort): boolean {
  if (a.port !== b.port) return false;
  return (
    a.host.toLowerCase() === b.host.toLowerCase() || isEveryInterface(a.host) || isEveryInterface(b.host)
  );
}

function isHost(host: string): boolean {
  // Digits and dots alone are an address, or nothing.
  return /^[\d.]+$/.test(host) ? isIPv4(host) : NAME.test(host);
}
