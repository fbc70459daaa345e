// Which paths may hold a mount (vault-api.md §4.18): none may be the prefix of another, and some names are the core's.
import { VaultError } from "#base/vault-error.ts";
import { MAX_MOUNT_SEGMENTS } from "../route.ts";

const MAX_PATH_LETTERS = 500;
/** The core's own, and those that namespaces and identity will need. */
const RESERVED = ["sys", "auth", "cubbyhole", "identity", "root", "audit"];
const SEGMENT = /^[\p{L}\p{N}_.@~!$&'()+,;=:-][\p{L}\p{N}_.@~!$&'()+,;=: -]*$/u;
/** Names that plain objects answer to: refused so that no map anywhere can be confused by them. */
const TREACHEROUS = ["__proto__", "constructor", "prototype", "toString", "hasOwnProperty"];

/** A mount's path with one trailing slash and none in front. @throws VaultError invalid_request */
export function mountPath(given: string): string {
  const path = given.replace(/^\/+|\/+$/g, "");
  const segments = path.split("/");
  if (path === "" || path.length > MAX_PATH_LETTERS || segments.length >= MAX_MOUNT_SEGMENTS) {
    throw refuse(
      `a mount path has 1 to ${MAX_PATH_LETTERS} letters in at most ${MAX_MOUNT_SEGMENTS - 1} segments`,
    );
  }
  const isFine = (segment: string): boolean =>
    SEGMENT.test(segment) && segment.trim() === segment && !TREACHEROUS.includes(segment);
  if (!segments.every(isFine) || segments.includes("..") || segments.includes(".")) {
    throw refuse("path contains a segment that can not be mounted");
  }
  return `${path}/`;
}

/** @throws VaultError invalid_request for what only the core may mount */
export function demandFreeName(path: string, verb: "mount" | "unmount" | "remount"): void {
  const first = path.slice(0, path.indexOf("/"));
  if (RESERVED.includes(first.toLowerCase())) throw refuse(`cannot ${verb} "${path}"`);
}

/** All paths that would hold, or be held by, a mount at `path`: itself and what it lies in. */
export function pathAndAbove(path: string): string[] {
  const above: string[] = [];
  for (let end = path.indexOf("/"); end >= 0; end = path.indexOf("/", end + 1))
    above.push(path.slice(0, end + 1));
  return above;
}

function refuse(reason: string): VaultError {
  return new VaultError("invalid_request", reason);
}
