/** Work of this thread while its node leads: one run at a time, however fast leadership comes and goes. */
export class LeaderDuty {
  readonly #work: (signal: AbortSignal) => Promise<void>;
  #current: AbortController | undefined;
  /** Settles when no earlier run is in work any more. */
  #ended: Promise<void> = Promise.resolve();

  /** @param work ends soon after the signal; never rejects */
  constructor(work: (signal: AbortSignal) => Promise<void>) {
    this.#work = work;
  }

  start(): void {
    if (this.#current) return;
    this.#current = new AbortController();
    const { signal } = this.#current;
    this.#ended = this.#ended.then(() => (signal.aborted ? undefined : this.#work(signal)));
  }

  /** Resolves when nothing is in work any more. */
  stop(): Promise<void> {
    this.#current?.abort();
    this.#current = undefined;
    return this.#ended;
  }
}
