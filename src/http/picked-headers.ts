// One walk over the raw headers: what the protocol needs is picked out. Node joins repeated headers with commas or drops
// them; the raw list tells, and what must be said once is refused when it is said twice.
import { VaultError } from "#base/vault-error.ts";
import { FramingError } from "./framing-error.ts";
import { MAX_HEADERS, MAX_TOKEN_HEADER_BYTES } from "./limits.ts";

const NOTHING: readonly string[] = [];
const BEARER = "Bearer ";

export class PickedHeaders {
  token: string | undefined;
  bearer: string | undefined;
  namespace: string | undefined;
  wrapTtl: string | undefined;
  policyOverride: string | undefined;
  contentType: string | undefined;
  contentEncoding: string | undefined;
  contentLength: string | undefined;
  transferEncoding: string | undefined;
  host: string | undefined;
  forwardedFor: readonly string[] = NOTHING;
  mfa: readonly string[] = NOTHING;
}

type Single = Exclude<keyof PickedHeaders, "bearer" | "forwardedFor" | "mfa">;

const SINGLE: Readonly<Record<string, Single>> = Object.assign(Object.create(null), {
  "x-vault-token": "token",
  "x-vault-namespace": "namespace",
  "x-vault-wrap-ttl": "wrapTtl",
  "x-vault-policy-override": "policyOverride",
  "content-type": "contentType",
  "content-encoding": "contentEncoding",
  "content-length": "contentLength",
  "transfer-encoding": "transferEncoding",
  host: "host",
});
/** Lengths of the names that are looked for: most other headers need not even be read. */
const LENGTHS = new Set(
  [...Object.keys(SINGLE), "authorization", "x-forwarded-for", "x-vault-mfa"].map((name) => name.length),
);
const IS_LENGTH = Array.from({ length: 64 }, (_, length) => LENGTHS.has(length));

/** @throws VaultError invalid_request, header_too_large */
export function pickHeaders(rawHeaders: readonly string[]): PickedHeaders {
  if (rawHeaders.length > MAX_HEADERS * 2) {
    throw new VaultError("header_too_large", `a request has at most ${MAX_HEADERS} headers`);
  }
  const picked = new PickedHeaders();
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? "";
    if (IS_LENGTH[name.length]) pick(picked, name.toLowerCase(), rawHeaders[at + 1] ?? "");
  }
  // An empty token header counts as none.
  const token = picked.token || picked.bearer;
  if (token !== undefined && token.length > MAX_TOKEN_HEADER_BYTES) {
    throw new VaultError("header_too_large", `a token has at most ${MAX_TOKEN_HEADER_BYTES} bytes`);
  }
  picked.token = token === "" ? undefined : token;
  return picked;
}

function pick(picked: PickedHeaders, name: string, value: string): void {
  const single = SINGLE[name];
  if (single !== undefined) {
    if (picked[single] !== undefined) throw twice(single, name);
    picked[single] = value;
  } else if (name === "authorization") {
    // The first with the prefix, as Vault takes it: others may be for a proxy.
    if (picked.bearer === undefined && value.startsWith(BEARER)) picked.bearer = value.slice(BEARER.length);
  } else if (name === "x-forwarded-for") {
    picked.forwardedFor = [...picked.forwardedFor, value];
  } else if (name === "x-vault-mfa") {
    picked.mfa = [...picked.mfa, value];
  }
}

function twice(header: Single, name: string): VaultError {
  if (header === "token") {
    return new VaultError("invalid_request", "multiple tokens: X-Vault-Token is given twice");
  }
  const isFraming = header === "host" || header === "transferEncoding" || header === "contentLength";
  const message = `multiple ${name} headers`;
  return isFraming ? new FramingError(message) : new VaultError("invalid_request", message);
}
