// How much each logger says, in memory that all threads share: a level for all, and for single loggers one of their own.
// Loggers enter themselves when they are made, on whichever thread. Also what monitors listen for.
import { utf8, utf8Text } from "#base/bytes.ts";
import { LOG_LEVELS, type LogLevel } from "#base/logger.ts";

/** Loggers that have a line of their own; a mount's takes part in that of the room above once these are taken. */
const MAX_LOGGERS = 512;
const NAME_BYTES = 64;

/** Cells of 32 bits before the loggers' own. */
const LOCK = 0;
const CONFIGURED = 1;
const CURRENT = 2;
const COUNT = 3;
/** One for each level: how many monitors listen from there on. */
const MONITORS = 4;
const OWN = MONITORS + LOG_LEVELS.length;
const CELLS = OWN + MAX_LOGGERS;
/** The logger says as much as all do. */
const NO_OWN_LEVEL = -1;

export const LOG_LEVELS_BYTES = CELLS * Int32Array.BYTES_PER_ELEMENT + MAX_LOGGERS * NAME_BYTES;

/** A logger's place; undefined: it has none, and goes by the level of all. */
export type LoggerPlace = number | undefined;

export class LogLevels {
  readonly #cells: Int32Array;
  readonly #names: Uint8Array;
  /** Places by name, as far as this thread has looked: none is ever given up. */
  readonly #places = new Map<string, number>();

  constructor(memory: SharedArrayBuffer) {
    this.#cells = new Int32Array(memory, 0, CELLS);
    this.#names = new Uint8Array(memory, CELLS * Int32Array.BYTES_PER_ELEMENT);
  }

  /** The level of the configuration: it holds for all loggers, whatever was set since. */
  configure(level: LogLevel): void {
    this.#locked(() => {
      Atomics.store(this.#cells, CONFIGURED, LOG_LEVELS.indexOf(level));
      this.#setAll(LOG_LEVELS.indexOf(level));
    });
  }

  /** Enters a logger; the same name has the same place. */
  enter(name: string): LoggerPlace {
    return this.#place(name) ?? this.#locked(() => this.#place(name) ?? this.#add(name));
  }

  /** The lowest level that this logger writes: an index into LOG_LEVELS. */
  threshold(place: LoggerPlace): number {
    const own = place === undefined ? NO_OWN_LEVEL : Atomics.load(this.#cells, OWN + place);
    return own === NO_OWN_LEVEL ? Atomics.load(this.#cells, CURRENT) : own;
  }

  all(): Map<string, LogLevel> {
    this.#look();
    const levels = [...this.#places].map(([name, place]): [string, LogLevel] => [
      name,
      LOG_LEVELS[this.threshold(place)] ?? "info",
    ]);
    return new Map(levels);
  }

  /** @param name undefined: all. @returns false: there is no such logger */
  set(name: string | undefined, level: LogLevel): boolean {
    return this.#locked(() => this.#set(name, LOG_LEVELS.indexOf(level)));
  }

  /** Back to the configuration's level. */
  reset(name: string | undefined): boolean {
    return this.#locked(() => this.#set(name, Atomics.load(this.#cells, CONFIGURED)));
  }

  /** The lowest level that a monitor wants: an index into LOG_LEVELS, or behind its end. */
  get monitored(): number {
    for (let level = 0; level < LOG_LEVELS.length; level++) {
      if (Atomics.load(this.#cells, MONITORS + level) > 0) return level;
    }
    return LOG_LEVELS.length;
  }

  get monitors(): number {
    return LOG_LEVELS.reduce((sum, _, level) => sum + Atomics.load(this.#cells, MONITORS + level), 0);
  }

  /** A monitor begins to listen. @returns to be called once, when it ends */
  monitor(level: LogLevel): () => void {
    const cell = MONITORS + LOG_LEVELS.indexOf(level);
    Atomics.add(this.#cells, cell, 1);
    return () => Atomics.sub(this.#cells, cell, 1);
  }

  #set(name: string | undefined, level: number): boolean {
    if (name === undefined) {
      this.#setAll(level);
      return true;
    }
    const place = this.#place(name);
    if (place === undefined) return false;
    Atomics.store(this.#cells, OWN + place, level);
    return true;
  }

  #setAll(level: number): void {
    Atomics.store(this.#cells, CURRENT, level);
    for (let place = 0; place < MAX_LOGGERS; place++) Atomics.store(this.#cells, OWN + place, NO_OWN_LEVEL);
  }

  #add(name: string): LoggerPlace {
    const bytes = utf8(name);
    const place = Atomics.load(this.#cells, COUNT);
    if (place === MAX_LOGGERS || bytes.length === 0 || bytes.length > NAME_BYTES) return undefined;
    this.#names.set(bytes, place * NAME_BYTES);
    Atomics.store(this.#cells, OWN + place, NO_OWN_LEVEL);
    // Whoever sees the count sees the name.
    Atomics.store(this.#cells, COUNT, place + 1);
    return place;
  }

  #place(name: string): LoggerPlace {
    this.#look();
    return this.#places.get(name);
  }

  /** Takes over what was entered since the last look. */
  #look(): void {
    const count = Atomics.load(this.#cells, COUNT);
    while (this.#places.size < count) this.#places.set(this.#nameAt(this.#places.size), this.#places.size);
  }

  #nameAt(place: number): string {
    const bytes = this.#names.slice(place * NAME_BYTES, (place + 1) * NAME_BYTES);
    const end = bytes.indexOf(0);
    return utf8Text(end < 0 ? bytes : bytes.subarray(0, end));
  }

  /** Held for microseconds, by whoever enters a logger or sets a level: never on a line's way. */
  #locked<T>(work: () => T): T {
    while (Atomics.compareExchange(this.#cells, LOCK, 0, 1) !== 0) Atomics.pause();
    try {
      return work();
    } finally {
      Atomics.store(this.#cells, LOCK, 0);
    }
  }
}
