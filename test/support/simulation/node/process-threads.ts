// The threads of one simulated process. While a thread is stopped nothing runs on it; what was due runs, in order,
// when it goes on. Once the process is dead nothing does.
import type { VirtualTime } from "../world/virtual-time.ts";

export type ThreadName = "consensus" | "log" | "request";

interface Thread {
  stoppedUntilMs: number;
  waiting: (() => void | Promise<void>)[];
  isDraining: boolean;
}

export class ProcessThreads {
  readonly #time: VirtualTime;
  /** Runs one piece on behalf of the process: what it throws is the process's end. */
  readonly #guard: (run: () => void | Promise<void>) => void | Promise<void>;
  readonly #threads: Record<ThreadName, Thread> = {
    consensus: { stoppedUntilMs: 0, waiting: [], isDraining: false },
    log: { stoppedUntilMs: 0, waiting: [], isDraining: false },
    request: { stoppedUntilMs: 0, waiting: [], isDraining: false },
  };
  #isDead = false;

  constructor(time: VirtualTime, guard: (run: () => void | Promise<void>) => void | Promise<void>) {
    this.#time = time;
    this.#guard = guard;
  }

  get isDead(): boolean {
    return this.#isDead;
  }

  end(): void {
    this.#isDead = true;
  }

  /** Runs `run` on `thread` after so much time, or when the thread goes on. */
  later(thread: ThreadName, delayMs: number, run: () => void | Promise<void>): void {
    this.#time.after(delayMs, () => this.#arrive(thread, run));
  }

  stop(threads: readonly ThreadName[], ms: number): void {
    const untilMs = this.#time.nowMs + ms;
    for (const name of threads) {
      const thread = this.#threads[name];
      if (thread.stoppedUntilMs >= untilMs) continue;
      thread.stoppedUntilMs = untilMs;
      this.#time.after(ms, () => this.#goOn(thread));
    }
  }

  /** Whatever was stopped goes on now. */
  goOn(): void {
    for (const thread of Object.values(this.#threads)) {
      if (thread.stoppedUntilMs <= this.#time.nowMs) continue;
      thread.stoppedUntilMs = this.#time.nowMs;
      this.#time.after(0, () => this.#goOn(thread));
    }
  }

  isStopped(thread: ThreadName): boolean {
    return (
      this.#time.nowMs < this.#threads[thread].stoppedUntilMs || this.#threads[thread].waiting.length > 0
    );
  }

  #arrive(name: ThreadName, run: () => void | Promise<void>): void | Promise<void> {
    if (this.#isDead) return;
    const thread = this.#threads[name];
    if (this.isStopped(name) || thread.isDraining) thread.waiting.push(run);
    else return this.#guard(run);
  }

  async #goOn(thread: Thread): Promise<void> {
    if (thread.isDraining || this.#time.nowMs < thread.stoppedUntilMs) return;
    thread.isDraining = true;
    while (!this.#isDead) {
      const run = thread.waiting.shift();
      if (run === undefined) break;
      await this.#guard(run);
    }
    thread.isDraining = false;
  }
}
