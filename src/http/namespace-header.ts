import { VaultError } from "#base/vault-error.ts";

/** The root namespace's id, as in every storage key. */
const ROOT = "root";
const NAMESPACE_PATH = /^[A-Za-z0-9_-]+(?:\/[A-Za-z0-9_-]+)*$/;

/** The namespace that a request is for. Only root exists yet. @throws VaultError invalid_request, unsupported_path */
export function namespaceOf(header: string | undefined): string {
  if (header === undefined) return ROOT;
  const name = withoutSlashes(header);
  if (name === "" || name === "root") return ROOT;
  if (!NAMESPACE_PATH.test(name)) {
    throw new VaultError("invalid_request", "X-Vault-Namespace is no namespace path");
  }
  throw new VaultError("unsupported_path", "namespace not found");
}

/** Around it, by hand: a pattern for the end would look again from every slash. */
function withoutSlashes(text: string): string {
  let start = 0;
  let end = text.length;
  while (text[start] === "/") start++;
  while (end > start && text[end - 1] === "/") end--;
  return text.slice(start, end);
}
