// One walk over the raw headers: what the protocol needs is picked out, doubles of the token are refused, and the rest
// is handed on lazily without any token.
import { VaultError } from "#base/vault-error.ts";
import type { RequestHeaders } from "#contract/request.ts";
import { MAX_HEADERS, MAX_TOKEN_HEADER_BYTES } from "./limits.ts";

export interface PickedHeaders {
  token: string | undefined;
  namespace: string | undefined;
  wrapTtl: string | undefined;
  contentType: string | undefined;
  contentEncoding: string | undefined;
  forwardedFor: readonly string[];
}

const TOKEN = "x-vault-token";

/**
 * Node joins repeated headers with commas; the raw list tells.
 * @throws VaultError invalid_request, header_too_large
 */
export function pickHeaders(rawHeaders: readonly string[]): PickedHeaders {
  if (rawHeaders.length > MAX_HEADERS * 2) {
    throw new VaultError("header_too_large", `a request has at most ${MAX_HEADERS} headers`);
  }
  const seen = new Map<string, string[]>();
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = (rawHeaders[at] ?? "").toLowerCase();
    if (!INTERESTING.has(name)) continue;
    const value = rawHeaders[at + 1] ?? "";
    const before = seen.get(name);
    if (before) before.push(value);
    else seen.set(name, [value]);
  }
  return {
    token: tokenOf(seen),
    namespace: only(seen, "x-vault-namespace"),
    wrapTtl: only(seen, "x-vault-wrap-ttl"),
    contentType: seen.get("content-type")?.[0],
    contentEncoding: seen.get("content-encoding")?.[0],
    forwardedFor: seen.get("x-forwarded-for") ?? [],
  };
}

const INTERESTING: ReadonlySet<string> = new Set([
  TOKEN,
  "authorization",
  "x-vault-namespace",
  "x-vault-wrap-ttl",
  "content-type",
  "content-encoding",
  "transfer-encoding",
  "host",
  "x-forwarded-for",
]);

function tokenOf(seen: ReadonlyMap<string, string[]>): string | undefined {
  if ((seen.get("host")?.length ?? 0) > 1) throw new VaultError("invalid_request", "multiple Host headers");
  const codings = seen.get("transfer-encoding");
  if (codings && (codings.length > 1 || codings[0]?.toLowerCase() !== "chunked")) {
    throw new VaultError("invalid_request", "unsupported transfer encoding");
  }
  const tokens = seen.get(TOKEN);
  if (tokens && tokens.length > 1)
    throw new VaultError("invalid_request", "multiple tokens: X-Vault-Token is given twice");
  const token = tokens?.[0] || bearerOf(seen.get("authorization"));
  if (token !== undefined && token.length > MAX_TOKEN_HEADER_BYTES) {
    throw new VaultError("header_too_large", `a token has at most ${MAX_TOKEN_HEADER_BYTES} bytes`);
  }
  return token;
}

/** The first value with the prefix, as Vault takes it. */
function bearerOf(values: readonly string[] | undefined): string | undefined {
  return values?.find((value) => value.startsWith("Bearer "))?.slice("Bearer ".length);
}

function only(seen: ReadonlyMap<string, string[]>, name: string): string | undefined {
  const values = seen.get(name);
  if (values && values.length > 1) throw new VaultError("invalid_request", `multiple ${name} headers`);
  return values?.[0];
}

/** The headers that mounts may pass on and audit may record. */
export class IncomingHeaders implements RequestHeaders {
  readonly #headers: Readonly<Record<string, string | string[] | undefined>>;

  /** @param headers Node's own lazily made object */
  constructor(headers: Readonly<Record<string, string | string[] | undefined>>) {
    this.#headers = headers;
  }

  get(name: string): string | undefined {
    const lower = name.toLowerCase();
    if (lower === TOKEN || !Object.hasOwn(this.#headers, lower)) return undefined;
    const value = this.#headers[lower];
    if (lower === "authorization" && String(value).startsWith("Bearer ")) return undefined;
    return Array.isArray(value) ? value.join(", ") : value;
  }

  names(): readonly string[] {
    return Object.keys(this.#headers).filter((name) => !name.startsWith(":") && this.get(name) !== undefined);
  }
}
