// Which of many short calls are timed: looking at the clock costs as much as some of them take. All while they are few;
// one of sixteen beyond, and the others are taken to last as long as the last one that was timed.

const ALL_BELOW = 64;
const ONE_OF = 16;

export class Sampling {
  #left = ALL_BELOW;
  #beyond = 0;

  /** Whether the next call is to be timed. */
  next(): boolean {
    if (this.#left > 0) {
      this.#left--;
      return true;
    }
    this.#beyond = (this.#beyond + 1) % ONE_OF;
    return this.#beyond === 0;
  }

  /** A while has passed: the next ones are few again. */
  renew(): void {
    this.#left = ALL_BELOW;
  }
}
