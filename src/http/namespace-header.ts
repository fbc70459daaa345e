import { ROOT_NAMESPACE } from "#base/namespace.ts";
import { VaultError } from "#base/vault-error.ts";

const NAMESPACE_PATH = /^[A-Za-z0-9_-]+(?:\/[A-Za-z0-9_-]+)*$/;

/** The namespace that a request is for; whether there is one of that name is the core's to say. @throws VaultError */
export function namespaceOf(header: string | undefined): string {
  if (header === undefined) return ROOT_NAMESPACE;
  const name = withoutSlashes(header);
  if (name === "" || name === "root") return ROOT_NAMESPACE;
  if (NAMESPACE_PATH.test(name)) return name;
  throw new VaultError("invalid_request", "X-Vault-Namespace is no namespace path");
}

/** Around it, by hand: a pattern for the end would look again from every slash. */
function withoutSlashes(text: string): string {
  let start = 0;
  let end = text.length;
  while (text[start] === "/") start++;
  while (end > start && text[end - 1] === "/") end--;
  return text.slice(start, end);
}
