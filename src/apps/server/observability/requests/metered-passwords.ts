// Password hashing with its queue: what waits, how long, and who was turned away.
import type { Secret } from "#base/secret.ts";
import { VaultError } from "#base/vault-error.ts";
import type { PasswordHasher } from "#contract/password-hasher.ts";
import type { Meter } from "#metrics/meter.ts";

export class MeteredPasswords implements PasswordHasher {
  readonly #passwords: PasswordHasher;
  readonly #timer;
  readonly #refused;
  #inQueue = 0;

  constructor(passwords: PasswordHasher, meter: Meter) {
    this.#passwords = passwords;
    this.#timer = meter.timer("coffer.password_hash");
    this.#refused = meter.counter("coffer.password_hash_refused");
    meter.gauges(() => [{ name: "coffer.password_hash_queue", labels: {}, value: this.#inQueue }]);
  }

  hash(password: Secret): Promise<string> {
    return this.#measured(this.#passwords.hash(password));
  }

  verify(password: Secret, stored: string | undefined): Promise<boolean> {
    return this.#measured(this.#passwords.verify(password, stored));
  }

  isCurrent(stored: string): boolean {
    return this.#passwords.isCurrent(stored);
  }

  async #measured<T>(work: Promise<T>): Promise<T> {
    const startedMs = performance.now();
    this.#inQueue++;
    try {
      const result = await work;
      this.#timer.observe(performance.now() - startedMs);
      return result;
    } catch (error) {
      if (error instanceof VaultError && error.code === "too_many_requests") this.#refused.add();
      throw error;
    } finally {
      this.#inQueue--;
    }
  }
}
