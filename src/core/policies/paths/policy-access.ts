// The name in a request's path, in the form in which it is stored. Deciding on "AdMiN" and then changing "admin" would
// walk around a deny (GHSA-fg5x), so access is judged again on the path that is really meant.
import { VaultError } from "#base/vault-error.ts";
import { normalizePolicyName } from "../../policy-names.ts";
import type { SystemReadCall } from "../../system-path.ts";

/**
 * @param stem of the request's path, up to the name
 * @throws VaultError invalid_request, permission_denied
 */
export function policyNameOf(call: SystemReadCall, stem: string, given: string | undefined): string {
  const name = normalizePolicyName(given ?? "");
  if (name === "") throw new VaultError("invalid_request", "missing policy name");
  demandOn(call, stem + name);
  return name;
}

/** The same for a listing below `given`; empty: everything. */
export function policyFolderOf(call: SystemReadCall, stem: string, given: string | undefined): string {
  const name = normalizePolicyName((given ?? "").replace(/\/$/, ""));
  if (name === "") return "";
  demandOn(call, `${stem}${name}/`);
  return `${name}/`;
}

function demandOn(call: SystemReadCall, path: string): void {
  const { request, acl } = call;
  if (path === request.path) return;
  const isAllowed = acl?.allows({
    operation: request.operation,
    path,
    parameters: request.parameters,
    wrapTtlSeconds: request.wrapTtlSeconds,
    needsSudo: false,
  });
  if (isAllowed) return;
  throw new VaultError("permission_denied", "1 error occurred:\n\t* permission denied\n\n", {
    cause: `no ${request.operation} on ${path}`,
  });
}
