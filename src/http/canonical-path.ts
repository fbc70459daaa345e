// ONE path for a request: router, policies, storage and audit all get this value and no other (the class of
// CVE-2026-3605). Computed from the raw request line; what could be read in two ways is refused, never repaired.
import { VaultError } from "#base/vault-error.ts";
import { MAX_PATH_BYTES } from "./limits.ts";

const PERCENT = 0x25;
const SIMPLE = /^[A-Za-z0-9_\-~!$&'()*+,;=:@/. ]*$/;
// What is left of these after decoding once would mean something else to whoever decodes again.
const ENCODED_TWICE = /%(?:2e|2f|5c|00|25)/i;

/**
 * @param raw the URL's path as it came, percent-escapes included, without `/v1/`
 * @returns the decoded path. @throws VaultError invalid_request
 */
export function canonicalPath(raw: string): string {
  if (raw.length > MAX_PATH_BYTES)
    throw refuse(`key is too large: a path has at most ${MAX_PATH_BYTES} bytes`);
  const path = raw.includes("%") ? decodeOnce(raw) : raw;
  if (!SIMPLE.test(path)) refuseStrangeLetters(path);
  if (path.includes("//")) throw refuse("non-canonical path: empty path segment");
  if (path.includes("./") || path.includes("/.") || path === "." || path === "..") refuseDots(path);
  return path;
}

function refuseDots(path: string): void {
  for (const segment of path.split("/")) {
    if (segment === "..") throw refuse("path cannot contain parent references");
    if (segment === ".") throw refuse("non-canonical path: relative path segment");
  }
}

function refuseStrangeLetters(path: string): void {
  for (let at = 0; at < path.length; at++) {
    const letter = path.charCodeAt(at);
    if (letter < 0x20 || letter === 0x7f) throw refuse("path cannot contain control characters");
    if (letter === 0x5c) throw refuse("non-canonical path: backslash");
  }
  if (ENCODED_TWICE.test(path)) throw refuse("non-canonical path: encoded twice");
}

/** Percent-decoding to UTF-8, strict. */
export function decodeOnce(raw: string): string {
  for (let at = raw.indexOf("%"); at >= 0; at = raw.indexOf("%", at + 1)) {
    if (!/^[0-9a-fA-F]{2}$/.test(raw.slice(at + 1, at + 3)))
      throw refuse("path has a malformed percent-escape");
  }
  try {
    return decodeURIComponent(raw);
  } catch {
    throw refuse("path is not valid UTF-8");
  }
}

function refuse(reason: string): VaultError {
  return new VaultError("invalid_request", reason);
}

/** The raw path of a request line's target: without query, and without scheme and host of the absolute form. */
export function rawPathOf(target: string): string {
  const query = target.indexOf("?");
  const path = query < 0 ? target : target.slice(0, query);
  if (path.charCodeAt(0) === 0x2f) return path;
  const scheme = path.indexOf("://");
  const slash = scheme < 0 ? -1 : path.indexOf("/", scheme + 3);
  return slash < 0 ? "/" : path.slice(slash);
}

export function rawQueryOf(target: string): string {
  const at = target.indexOf("?");
  if (at < 0) return "";
  const hash = target.indexOf("#", at);
  return hash < 0 ? target.slice(at + 1) : target.slice(at + 1, hash);
}

/** Whether a query part needs decoding at all. */
export function isPlain(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const letter = text.charCodeAt(at);
    if (letter === PERCENT || letter === 0x2b) return false;
  }
  return true;
}
