// The log's file, as one thread writes it: each line appended by one call. Another thread puts the file aside and makes a
// new one; a number in shared memory says that it did.
import { closeSync, openSync, writeSync } from "node:fs";

export const LOG_FILE_BYTES = Int32Array.BYTES_PER_ELEMENT;
const OWNER_ONLY = 0o600;

export class LogFile {
  readonly #path: string;
  readonly #generation: Int32Array;
  #opened: { descriptor: number; generation: number } | undefined;

  /** @param memory shared by all threads. Nothing is opened yet */
  constructor(path: string, memory: SharedArrayBuffer) {
    this.#path = path;
    this.#generation = new Int32Array(memory);
  }

  /** @throws the system's error when the file can not be opened or written */
  write(line: string): void {
    writeSync(this.#descriptor(), line);
  }

  #descriptor(): number {
    const generation = Atomics.load(this.#generation, 0);
    if (this.#opened?.generation === generation) return this.#opened.descriptor;
    const descriptor = openSync(this.#path, "a", OWNER_ONLY);
    if (this.#opened) closeSync(this.#opened.descriptor);
    this.#opened = { descriptor, generation };
    return descriptor;
  }
}
