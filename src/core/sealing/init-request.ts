// The parameters of sys/init, checked against the kind of seal (vault-api.md §1.1). Pure.
import { VaultError } from "#base/vault-error.ts";

/** How many shares to make of the unseal key (shamir) or of the recovery key (a seal that unseals by itself). */
export interface InitRequest {
  shares: number;
  threshold: number;
  /** None, or one for each share: what the shares are encrypted to. */
  pgpKeys?: readonly string[];
  rootTokenPgpKey?: string;
}

export interface InitFields {
  secret_shares?: number;
  secret_threshold?: number;
  recovery_shares?: number;
  recovery_threshold?: number;
  pgp_keys?: readonly string[];
  recovery_pgp_keys?: readonly string[];
  root_token_pgp_key?: string;
}

/** @throws VaultError invalid_request, in Vault's words */
export function initRequest(
  fields: InitFields,
  { unsealsItself, type }: { unsealsItself: boolean; type: string },
): InitRequest {
  const wrong: readonly (keyof InitFields)[] = unsealsItself
    ? ["secret_shares", "secret_threshold", "pgp_keys"]
    : ["recovery_shares", "recovery_threshold", "recovery_pgp_keys"];
  const given = wrong.filter((name) => isGiven(fields[name]));
  if (given.length > 0) throw refuse(`parameters ${given.join(",")} not applicable to seal type ${type}`);
  const shares = (unsealsItself ? fields.recovery_shares : fields.secret_shares) ?? 0;
  const threshold = (unsealsItself ? fields.recovery_threshold : fields.secret_threshold) ?? 0;
  const pgpKeys = (unsealsItself ? fields.recovery_pgp_keys : fields.pgp_keys) ?? [];
  if (!unsealsItself || shares !== 0 || threshold !== 0) checkCounts(shares, threshold);
  if (pgpKeys.length > 0 && pgpKeys.length !== shares) {
    throw refuse(
      "invalid seal configuration: count mismatch between number of provided PGP keys and number of shares",
    );
  }
  return { shares, threshold, pgpKeys, rootTokenPgpKey: fields.root_token_pgp_key ?? "" };
}

function checkCounts(shares: number, threshold: number): void {
  const wrong = (what: string): VaultError => refuse(`invalid seal configuration: ${what}`);
  if (shares < 1) throw wrong("shares must be at least one");
  if (shares > 255) throw wrong("shares must be less than 256");
  if (threshold < 1) throw wrong("threshold must be at least one");
  if (shares > 1 && threshold === 1) throw wrong("threshold must be greater than one for multiple shares");
  if (threshold > shares) throw wrong("threshold cannot be larger than shares");
}

/** Clients send 0 and empty lists for what they do not mean. */
function isGiven(value: InitFields[keyof InitFields]): boolean {
  return typeof value === "object" ? value.length > 0 : Boolean(value);
}

function refuse(reason: string): VaultError {
  return new VaultError("invalid_request", reason);
}
