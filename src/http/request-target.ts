// The target of a request line (RFC 9112 §3.2), cut as it came: nothing is decoded or resolved here.

/** Without query, and without scheme and host of the absolute form: they name nothing that this server would dial. */
export function rawPathOf(target: string): string {
  const query = target.indexOf("?");
  const path = query < 0 ? target : target.slice(0, query);
  if (path.charCodeAt(0) === 0x2f) return path;
  const scheme = path.indexOf("://");
  const slash = scheme < 0 ? -1 : path.indexOf("/", scheme + 3);
  return slash < 0 ? "/" : path.slice(slash);
}

/** After the question mark; a fragment is no part of a target, so `#` is a letter like any other. */
export function rawQueryOf(target: string): string {
  const at = target.indexOf("?");
  return at < 0 ? "" : target.slice(at + 1);
}

/** Path and query as they came, without scheme and host. */
export function originFormOf(target: string): string {
  const at = target.indexOf("?");
  return at < 0 ? rawPathOf(target) : rawPathOf(target) + target.slice(at);
}
