import type { PasswordHasher } from "#contract/password-hasher.ts";

/** A mount of userpass on one thread. */
export interface Userpass {
  passwords: PasswordHasher;
}
