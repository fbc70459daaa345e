// Hands on the segments of a Raft log: on what its acknowledged groups hold.
import { closeSync, openSync, readdirSync, readFileSync, truncateSync, unlinkSync, writeSync } from "node:fs";
import { join } from "node:path";

const PAGE = 4096;
/** Header and acknowledgement slots come first (docs/log-format.md). */
const FIRST_GROUP_PAGE = 3;

export class DamageLog {
  readonly #path: string;

  /** Of the oldest segment. */
  constructor(dataDirectory: string) {
    const folder = join(dataDirectory, "log");
    const [oldest] = readdirSync(folder)
      .filter((name) => name.endsWith(".log"))
      .sort();
    if (oldest === undefined) throw new Error(`no segment in ${folder}`);
    this.#path = join(folder, oldest);
  }

  /** Bytes that hold anything, header and slots included. */
  get usedBytes(): number {
    const bytes = readFileSync(this.#path);
    let end = bytes.length;
    while (end > 0 && bytes[end - 1] === 0) end--;
    return end;
  }

  get firstGroupAt(): number {
    return FIRST_GROUP_PAGE * PAGE;
  }

  flip(offset: number, mask = 0x10): void {
    const [byte = 0] = this.#read(offset, 1);
    this.#write(offset, Uint8Array.of(byte ^ mask));
  }

  /** The content of two pages changes places. */
  swapPages(one: number, other: number): void {
    const first = this.#read(one * PAGE, PAGE);
    const second = this.#read(other * PAGE, PAGE);
    this.#write(one * PAGE, second);
    this.#write(other * PAGE, first);
  }

  blank(offset: number, length: number): void {
    this.#write(offset, new Uint8Array(length));
  }

  cut(length: number): void {
    truncateSync(this.#path, length);
  }

  remove(): void {
    unlinkSync(this.#path);
  }

  #read(offset: number, length: number): Uint8Array {
    return Uint8Array.from(readFileSync(this.#path).subarray(offset, offset + length));
  }

  #write(offset: number, bytes: Uint8Array): void {
    const file = openSync(this.#path, "r+");
    writeSync(file, bytes, 0, bytes.length, offset);
    closeSync(file);
  }
}
