// Password hashes one after the other. They take a core and 32 MiB each and share libuv's pool with everything else
// that is asynchronous; 64 at once once made a single fdatasync take ten seconds (design §2). Who finds the queue full
// is told so, instead of waiting for ever.
import type { Secret } from "#base/secret.ts";
import { VaultError } from "#base/vault-error.ts";
import type { PasswordHasher } from "#contract/password-hasher.ts";
import { hashPassword, isCurrentHash, isPassword } from "#crypto/password-hash.ts";
import { SharedSlots } from "./shared-slots.ts";

/** Some seconds of work for each thread: who comes later would have given up before their turn. */
const MAX_WAITING = 64;
/** libuv's pool has four threads, and others need them too. */
const MAX_SLOTS = 2;

/** How passwords are hashed; tests count what is asked of it. */
export interface PasswordScheme {
  hash(password: Uint8Array): Promise<string>;
  isPassword(password: Uint8Array, stored: string): Promise<boolean>;
  isCurrent(stored: string): boolean;
}

const STANDARD_SCHEME: PasswordScheme = {
  hash: (password) => hashPassword(password),
  isPassword,
  isCurrent: (stored) => isCurrentHash(stored),
};

export interface PasswordQueueOptions {
  /** Shared by all threads of the process (`SharedSlots.forSlots`). */
  slots: SharedArrayBuffer;
  scheme?: PasswordScheme;
  maxWaiting?: number;
}

export class PasswordQueue implements PasswordHasher {
  readonly #slots: SharedSlots;
  readonly #scheme: PasswordScheme;
  readonly #maxWaiting: number;
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  constructor({ slots, scheme = STANDARD_SCHEME, maxWaiting = MAX_WAITING }: PasswordQueueOptions) {
    this.#slots = new SharedSlots(slots);
    this.#scheme = scheme;
    this.#maxWaiting = maxWaiting;
  }

  /** How many hashes a process may run at once. */
  static slotsFor(cores: number): number {
    return Math.min(MAX_SLOTS, Math.max(1, Math.floor(cores / 2)));
  }

  hash(password: Secret): Promise<string> {
    return this.#inTurn(() => this.#scheme.hash(password.reveal()));
  }

  verify(password: Secret, stored: string | undefined): Promise<boolean> {
    return this.#inTurn(async () => {
      if (stored !== undefined) return this.#scheme.isPassword(password.reveal(), stored);
      // As much work as for a user that exists: time must not tell the two apart (CVE-2025-6011).
      await this.#scheme.hash(password.reveal());
      return false;
    });
  }

  isCurrent(stored: string): boolean {
    return this.#scheme.isCurrent(stored);
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#waiting >= this.#maxWaiting) {
      const reason = `more than ${this.#maxWaiting} passwords wait to be checked, try again later`;
      throw new VaultError("too_many_requests", reason);
    }
    this.#waiting++;
    const before = this.#last;
    const turn = this.#after(before, work);
    this.#last = turn.catch(() => {});
    return turn;
  }

  async #after<T>(before: Promise<unknown>, work: () => Promise<T>): Promise<T> {
    try {
      await before;
      await this.#slots.take();
      try {
        return await work();
      } finally {
        this.#slots.give();
      }
    } finally {
      this.#waiting--;
    }
  }
}
