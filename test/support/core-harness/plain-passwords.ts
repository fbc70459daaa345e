import type { Secret } from "#base/secret.ts";
import type { PasswordHasher } from "#contract/password-hasher.ts";
import { sha256 } from "#crypto/sha256.ts";

/** Quick instead of slow: for tests whose passwords are worth nothing. */
export const plainPasswords: PasswordHasher = {
  hash: async (password) => digest(password),
  verify: async (password, stored) => digest(password) === stored,
  isCurrent: (stored) => stored.startsWith("$test$"),
};

function digest(password: Secret): string {
  return `$test$${sha256(password.reveal()).toHex()}`;
}
