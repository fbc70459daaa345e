// One redirect is followed, with the token: a standby sends its clients to the leader's api_addr that way, and a
// client that dropped the token there would fail on every upload and download of a snapshot. What may not happen:
// https to http, a second hop, a unix socket's client sent onto the network, or another host asked for another path
// (so that an open redirect inside one engine cannot carry a token away).
import { parseServerAddress, type ServerAddress } from "./server-address.ts";

export interface RedirectQuestion {
  readonly status: number;
  readonly location: string | undefined;
  readonly from: ServerAddress;
  /** Path and query of the request that was answered. */
  readonly target: string;
}

export interface Redirection {
  readonly address: ServerAddress;
  readonly target: string;
}

const REDIRECTS = new Set([301, 302, 307, 308]);

/**
 * @returns where to send the same request, or `undefined` when the answer is no redirect
 * @throws TypeError that says why the redirect is not followed
 */
export function redirectionOf(question: RedirectQuestion): Redirection | undefined {
  const { status, location, from, target } = question;
  if (!REDIRECTS.has(status) || location === undefined) return undefined;
  if (location.startsWith("/") && !location.startsWith("//")) return { address: from, target: location };
  if (from.socketPath !== undefined) throw new TypeError("redirect from a unix socket refused");
  const parts = /^(https?:\/\/[^/?#]+)([^#]*)/.exec(location);
  if (parts === null) throw new TypeError("redirect to something other than an http address refused");
  const [, origin = "", rest = ""] = parts;
  const address = parseServerAddress(origin);
  if (from.scheme === "https" && address.scheme === "http")
    throw new TypeError("redirect would cause protocol downgrade");
  const sameHost = address.host === from.host && address.port === from.port;
  if (!sameHost && rest !== target) throw new TypeError("redirect to another path on another host refused");
  return { address, target: rest };
}
