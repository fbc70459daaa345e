import { ROOT_NAMESPACE } from "#base/namespace.ts";
import { VaultError } from "#base/vault-error.ts";

/** The namespace that a request is for. Only root exists yet. @throws VaultError invalid_request, unsupported_path */
export function namespaceOf(header: string | undefined): string {
  if (header === undefined) return ROOT_NAMESPACE;
  const name = header.replace(/^\/+|\/+$/g, "");
  if (name === "" || name === "root") return ROOT_NAMESPACE;
  if (!/^[A-Za-z0-9_-]+(?:\/[A-Za-z0-9_-]+)*$/.test(name)) {
    throw new VaultError("invalid_request", "X-Vault-Namespace is no namespace path");
  }
  throw new VaultError("unsupported_path", `no handler for route "${name}/". namespace not found.`);
}
