import { VaultError } from "#base/vault-error.ts";

/** One answer for every way in which a token is no good; the cause is for the server's log. */
export function denied(cause: string): VaultError {
  return new VaultError("permission_denied", "permission denied", { cause });
}
