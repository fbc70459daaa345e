// One loop that moves a test's world: each turn of the event loop is a millisecond, in which the consensus applies what
// it accepted. It runs while somebody waits for something, so idle tests end by themselves.
import { setImmediate } from "node:timers/promises";
import type { TestClock } from "./test-clock.ts";

/** A test that needs more turns hangs. */
const MAX_IDLE_TURNS = 1_000_000;

export class Turns {
  readonly #clock: TestClock;
  readonly #works: (() => Promise<void>)[] = [];
  #holders = 0;
  #running = false;
  #isHalted = false;
  /** Resolves when the process is killed. */
  readonly halted: Promise<void>;
  readonly #resolveHalted: () => void;

  constructor(clock: TestClock) {
    this.#clock = clock;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.halted = promise;
    this.#resolveHalted = resolve;
  }

  /** Done in every turn. */
  onTurn(work: () => Promise<void>): void {
    this.#works.push(work);
  }

  /** Turns go on until `promise` settles. */
  async during<T>(promise: Promise<T>): Promise<T> {
    this.#holders++;
    if (!this.#running) this.#run();
    try {
      return await promise;
    } finally {
      this.#holders--;
    }
  }

  /** Turns go on until `condition` holds. @throws when it does not within many turns */
  until(condition: () => boolean, what: string): Promise<void> {
    const wait = async (): Promise<void> => {
      for (let turn = 0; !condition(); turn++) {
        if (turn > MAX_IDLE_TURNS) throw new Error(`it never came to pass: ${what}`);
        await setImmediate();
      }
    };
    return this.during(wait());
  }

  /** The process was killed: whoever waits waits for ever. */
  halt(): void {
    this.#isHalted = true;
    this.#resolveHalted();
  }

  async #run(): Promise<void> {
    this.#running = true;
    while (this.#holders > 0 && !this.#isHalted) {
      await setImmediate();
      this.#clock.tick();
      for (const work of this.#works) await work();
    }
    this.#running = false;
  }
}
