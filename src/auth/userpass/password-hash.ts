// From what a request says of a password to the hash that is stored.
import { utf8Text } from "#base/bytes.ts";
import type { Secret } from "#base/secret.ts";
import { VaultError } from "#base/vault-error.ts";
import type { PasswordHasher } from "#contract/password-hasher.ts";
import { MAX_BCRYPT_COST, parseBcrypt } from "#crypto/bcrypt/bcrypt-hash.ts";

const MAX_PASSWORD_BYTES = 4096;

export interface GivenPassword {
  readonly password?: Secret;
  readonly password_hash?: Secret;
}

/** Whether anything is said; an empty one is nothing. */
export function givesPassword({ password, password_hash }: GivenPassword): boolean {
  return (password?.length ?? 0) > 0 || (password_hash?.length ?? 0) > 0;
}

/** @throws VaultError invalid_request */
export async function hashOf(given: GivenPassword, passwords: PasswordHasher): Promise<string> {
  const { password, password_hash: hash } = given;
  const hasPassword = (password?.length ?? 0) > 0;
  const hasHash = (hash?.length ?? 0) > 0;
  if (hasPassword && hasHash) throw refuse("only one of password or password_hash may be provided");
  if (password && hasPassword) return hashAndWipe(demandShort(password), passwords);
  if (hash && hasHash) return importedHash(hash);
  throw refuse("must provide either password or password_hash");
}

/** @throws VaultError invalid_request for one so long that hashing it would be work */
export function demandShort(password: Secret): Secret {
  if (password.length <= MAX_PASSWORD_BYTES) return password;
  throw refuse(`a password has at most ${MAX_PASSWORD_BYTES} bytes`);
}

async function hashAndWipe(password: Secret, passwords: PasswordHasher): Promise<string> {
  try {
    return await passwords.hash(password);
  } finally {
    password.wipe();
  }
}

function importedHash(hash: Secret): string {
  const text = hash.length === 60 ? utf8Text(hash.reveal()) : "";
  if (parseBcrypt(text)) return text;
  throw refuse(`password_hash is not a valid bcrypt hash of a cost up to ${MAX_BCRYPT_COST}`);
}

function refuse(reason: string): VaultError {
  return new VaultError("invalid_request", reason);
}
