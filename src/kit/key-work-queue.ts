// Private keys are used, and made, one after the other on each thread, and no more at once in a process than there are
// slots: libuv's pool has four threads, and LevelDB's writes need one (design §2). An RSA key of 4096 bits takes
// seconds to make, so that has a lane of its own.
import { VaultError } from "#base/vault-error.ts";
import type { KeyWork } from "#contract/key-work.ts";
import { SharedSlots } from "./shared-slots.ts";

/** About a second of signatures. */
const MAX_WAITING_USES = 512;
const MAX_WAITING_MAKES = 32;
const MAX_SLOTS = 2;

/** Both shared by all threads of the process (`SharedSlots.forSlots`). */
export interface KeyWorkSlots {
  uses: SharedArrayBuffer;
  makes: SharedArrayBuffer;
}

export class KeyWorkQueue implements KeyWork {
  readonly #uses: Lane;
  readonly #makes: Lane;

  constructor({ uses, makes }: KeyWorkSlots) {
    this.#uses = new Lane(uses, MAX_WAITING_USES, "uses of a private key");
    this.#makes = new Lane(makes, MAX_WAITING_MAKES, "new keys");
  }

  /** For a process of so many cores. */
  static slotsFor(cores: number): KeyWorkSlots {
    const count = Math.min(MAX_SLOTS, Math.max(1, Math.floor(cores / 2)));
    return { uses: SharedSlots.forSlots(count), makes: SharedSlots.forSlots(1) };
  }

  use<T>(work: () => Promise<T>): Promise<T> {
    return this.#uses.run(work);
  }

  make<T>(work: () => Promise<T>): Promise<T> {
    return this.#makes.run(work);
  }
}

class Lane {
  readonly #slots: SharedSlots;
  readonly #maxWaiting: number;
  readonly #what: string;
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  constructor(slots: SharedArrayBuffer, maxWaiting: number, what: string) {
    this.#slots = new SharedSlots(slots);
    this.#maxWaiting = maxWaiting;
    this.#what = what;
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#waiting >= this.#maxWaiting) {
      const reason = `more than ${this.#maxWaiting} ${this.#what} wait for their turn, try again later`;
      throw new VaultError("too_many_requests", reason);
    }
    this.#waiting++;
    const turn = this.#after(this.#last, work);
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
