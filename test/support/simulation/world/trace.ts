// A running hash of everything that happens: two runs are the same run if it ends the same.

export class Trace {
  #a = 0x811c9dc5;
  #b = 0x9e3779b9;
  #lines: string[] | undefined;

  /** @param keepsLines for people who look into one run */
  constructor(keepsLines = false) {
    if (keepsLines) this.#lines = [];
  }

  get keepsLines(): boolean {
    return this.#lines !== undefined;
  }

  get lines(): readonly string[] {
    return this.#lines ?? [];
  }

  number(value: number): void {
    const low = value >>> 0;
    const high = (value * 65536) >>> 0;
    this.#a = Math.imul(this.#a ^ low, 0x01000193) >>> 0;
    this.#b = (Math.imul(this.#b ^ high, 0x85ebca6b) + low) >>> 0;
  }

  text(value: string): void {
    for (let at = 0; at < value.length; at++) this.number(value.charCodeAt(at));
  }

  bytes(value: Uint8Array): void {
    for (const byte of value) this.number(byte);
  }

  line(text: () => string): void {
    this.#lines?.push(text());
  }

  get hash(): string {
    return this.#a.toString(16).padStart(8, "0") + this.#b.toString(16).padStart(8, "0");
  }
}
