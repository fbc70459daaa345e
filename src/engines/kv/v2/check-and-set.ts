// Check-and-set: a write that names the version it replaces, so that no other's write is lost (vault-api.md §4.12).
import type { JsonObject } from "#base/json/raw-json.ts";
import { VaultError } from "#base/vault-error.ts";
import { integer } from "#contract/fields/scalars.ts";

const casField = integer("The version that must be the newest; 0: none may exist.");

export interface CasRule {
  isRequired: boolean;
  currentVersion: number;
}

/** @throws VaultError invalid_request */
export function demandCas(options: JsonObject | undefined, { isRequired, currentVersion }: CasRule): void {
  const given = options?.cas;
  if (given === undefined) {
    if (!isRequired) return;
    throw new VaultError("invalid_request", "check-and-set parameter required for this call");
  }
  const cas = typeof given === "object" && given !== null ? undefined : casField.parse(String(given ?? ""));
  if (cas === undefined) throw new VaultError("invalid_request", "error parsing check-and-set parameter");
  if (cas === currentVersion) return;
  throw new VaultError("invalid_request", "check-and-set parameter did not match the current version");
}

/** The same for a key's metadata. @throws VaultError invalid_request */
export function demandMetadataCas(given: number | undefined, { isRequired, currentVersion }: CasRule): void {
  if (given === undefined && isRequired) {
    throw new VaultError("invalid_request", "metadata check-and-set parameter required for this call");
  }
  if (given === undefined || given === currentVersion) return;
  throw new VaultError(
    "invalid_request",
    "metadata check-and-set parameter does not match the current version",
  );
}
