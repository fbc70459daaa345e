// Reads the meters of all threads at a scrape, on the main thread. One that does not answer in time is not waited for:
// its former figures stand in, since a counter that is missing once looks like a restart to whoever computes rates.
import type { Reading } from "#metrics/reading.ts";

/** What a scrape is made of. */
export interface CollectedReadings {
  readonly readings: readonly Reading[];
  /** Threads whose former figures stand in, or none. */
  readonly lateThreads: number;
}

export interface MeteredThread {
  readonly name: string;
  read(): Promise<Reading>;
}

export interface MeterCollectorOptions {
  /** Resolves after a time that no healthy thread needs. */
  patience(): Promise<void>;
}

interface Known {
  readonly thread: MeteredThread;
  /** Asked and not yet answered: nobody is asked twice. */
  asked: Promise<Reading> | undefined;
  former: Reading | undefined;
}

export class MeterCollector {
  readonly #options: MeterCollectorOptions;
  readonly #threads: Known[] = [];
  #lateReadings = 0;
  #underWay: Promise<CollectedReadings> | undefined;

  constructor(options: MeterCollectorOptions) {
    this.#options = options;
  }

  add(thread: MeteredThread): void {
    this.#threads.push({ thread, asked: undefined, former: undefined });
  }

  /** Since the start. */
  get lateReadings(): number {
    return this.#lateReadings;
  }

  get threadNames(): readonly string[] {
    return this.#threads.map(({ thread }) => thread.name);
  }

  /** Scrapes at the same time are one. */
  collect(): Promise<CollectedReadings> {
    this.#underWay ??= this.#collect().finally(() => {
      this.#underWay = undefined;
    });
    return this.#underWay;
  }

  async #collect(): Promise<CollectedReadings> {
    const late = new Set(this.#threads);
    const answers = this.#threads.map(async (known) => {
      await this.#ask(known);
      late.delete(known);
    });
    await Promise.race([Promise.allSettled(answers), this.#options.patience()]);
    this.#lateReadings += late.size;
    return { readings: this.#threads.flatMap(({ former }) => former ?? []), lateThreads: late.size };
  }

  #ask(known: Known): Promise<Reading> {
    known.asked ??= known.thread
      .read()
      .then((reading) => {
        known.former = reading;
        return reading;
      })
      .finally(() => {
        known.asked = undefined;
      });
    return known.asked;
  }
}
