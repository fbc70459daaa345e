import type { Secret } from "#base/secret.ts";

/**
 * Slow password hashes, one at a time on two cores: they must never starve the log's writes.
 * @throws VaultError too_many_requests when the queue is full
 */
export interface PasswordHasher {
  /** A self-describing hash with its own salt (PHC string format). */
  hash(password: Secret): Promise<string>;
  /** `stored` undefined (no such user) takes the same time and is false. */
  verify(password: Secret, stored: string | undefined): Promise<boolean>;
  /** False: made by another system or at another cost; to be made anew when the password is at hand. */
  isCurrent(stored: string): boolean;
}
