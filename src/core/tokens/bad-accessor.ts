import { VaultError } from "#base/vault-error.ts";

/** Terraform recognises "invalid accessor" (vault-api.md §4.6); it stands in a list of errors as Vault's does. */
export function badAccessor(reason: "missing accessor" | "invalid accessor"): VaultError {
  return new VaultError("invalid_request", `1 error occurred:\n\t* ${reason}\n\n`);
}
