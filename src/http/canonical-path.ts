// ONE path for a request: router, policies, storage and audit all get this value and no other (the class of
// CVE-2026-3605). Computed from the raw request line; what could be read in two ways is refused, never repaired.
import { VaultError } from "#base/vault-error.ts";
import { MAX_PATH_BYTES } from "./limits.ts";
import { percentDecode } from "./percent-decode.ts";

const SIMPLE = /^[A-Za-z0-9_\-~!$&'()*+,;=:@/. ]*$/;
// What is left of these after decoding once would mean something else to whoever decodes again.
const ENCODED_TWICE = /%(?:2e|2f|5c|00|25)/i;

/**
 * @param raw the URL's path as it came, percent-escapes included, without `/v1/`
 * @returns the decoded path. @throws VaultError invalid_request
 */
export function canonicalPath(raw: string): string {
  const path = raw.includes("%") ? percentDecode(raw, "path") : raw;
  if (!SIMPLE.test(path)) refuseStrangeLetters(raw, path);
  if (path.length > MAX_PATH_BYTES || (path !== raw && Buffer.byteLength(path) > MAX_PATH_BYTES)) {
    throw refuse(`key is too large: a path has at most ${MAX_PATH_BYTES} bytes`);
  }
  if (path.includes("//") || path.startsWith("/")) throw refuse("non-canonical path: empty path segment");
  if (path.includes("./") || path.includes("/.") || path === "." || path === "..") refuseDots(path);
  return path;
}

function refuseDots(path: string): void {
  for (const segment of path.split("/")) {
    if (segment === "..") throw refuse("path cannot contain parent references");
    if (segment === ".") throw refuse("non-canonical path: relative path segment");
  }
}

function refuseStrangeLetters(raw: string, path: string): void {
  for (let at = 0; at < path.length; at++) {
    const letter = path.charCodeAt(at);
    if (letter < 0x20 || (letter >= 0x7f && letter < 0xa0)) {
      throw refuse("path cannot contain control characters");
    }
    if (letter === 0x5c) throw refuse("non-canonical path: backslash");
  }
  if (ENCODED_TWICE.test(path)) throw refuse("non-canonical path: encoded twice");
  // A byte beyond ASCII came as Latin-1 and would name something else than its escape does.
  for (let at = 0; at < raw.length; at++) {
    if (raw.charCodeAt(at) >= 0x80) throw refuse("non-canonical path: letters beyond ASCII must be escaped");
  }
}

function refuse(reason: string): VaultError {
  return new VaultError("invalid_request", reason);
}
