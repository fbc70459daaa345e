// Ends the wait for what takes too long. All waits have the same length, so the oldest ends first and one timer is
// enough for all of them.

interface Wait {
  endsAtMs: number;
  end(): void;
}

export class Deadlines {
  readonly #lengthMs: number;
  /** In the order in which they began. */
  readonly #waits = new Set<Wait>();
  #timer: NodeJS.Timeout | undefined;

  constructor(lengthMs: number) {
    this.#lengthMs = lengthMs;
  }

  /** `late` makes the error that the wait ends with. What was waited for goes on, and nobody hears of it any more. */
  within<T>(work: Promise<T>, late: () => Error): Promise<T> {
    return new Promise((resolve, reject) => {
      const wait: Wait = { endsAtMs: performance.now() + this.#lengthMs, end: () => reject(late()) };
      this.#waits.add(wait);
      if (this.#timer === undefined) this.#arm(this.#lengthMs);
      work.then(
        (value) => {
          this.#waits.delete(wait);
          resolve(value);
        },
        (error: unknown) => {
          this.#waits.delete(wait);
          reject(error);
        },
      );
    });
  }

  #arm(delayMs: number): void {
    this.#timer = setTimeout(() => this.#sweep(), delayMs);
    // Nobody waits for the timer itself: the work that it watches keeps the process alive.
    this.#timer.unref();
  }

  #sweep(): void {
    this.#timer = undefined;
    const nowMs = performance.now();
    for (const wait of this.#waits) {
      if (wait.endsAtMs > nowMs) {
        this.#arm(Math.ceil(wait.endsAtMs - nowMs));
        return;
      }
      this.#waits.delete(wait);
      wait.end();
    }
  }
}
