// What a rekey is asked to make, checked. Pure.
import { VaultError } from "#base/vault-error.ts";

export interface RekeyWish {
  shares: number;
  threshold: number;
  pgpKeys: readonly string[];
  backup: boolean;
  requiresVerification: boolean;
}

/** @throws VaultError invalid_request */
export function checkRekeyWish({ shares, threshold, pgpKeys, backup }: RekeyWish): void {
  if (backup && pgpKeys.length === 0) {
    throw refuse("cannot request a backup of the new keys without providing PGP keys for encryption");
  }
  if (pgpKeys.length > 0 && pgpKeys.length !== shares) throw refuse("incorrect number of PGP keys for rekey");
  const problem = countProblem(shares, threshold);
  if (problem !== undefined) throw refuse(`invalid rekey seal configuration: ${problem}`);
}

function countProblem(shares: number, threshold: number): string | undefined {
  if (shares < 1) return "shares must be at least one";
  if (threshold < 1) return "threshold must be at least one";
  if (shares > 1 && threshold === 1) return "threshold must be greater than one for multiple shares";
  if (shares > 255) return "shares must be less than 256";
  if (threshold > 255) return "threshold must be less than 256";
  if (threshold > shares) return "threshold cannot be larger than shares";
  return undefined;
}

function refuse(reason: string): VaultError {
  return new VaultError("invalid_request", reason);
}
