import type { ByteSink } from "#core/audit/devices/stream-device.ts";

/** A standard output that a test reads, blocks or breaks. */
export class MemorySink implements ByteSink {
  text = "";
  writableLength = 0;
  /** What the next writes are answered with; undefined: success. */
  failure: Error | undefined;
  #held: (() => void)[] | undefined;

  write(bytes: Uint8Array, done: (error?: Error | null) => void): void {
    const finish = (): void => {
      if (!this.failure) this.text += Buffer.from(bytes).toString();
      done(this.failure);
    };
    if (this.#held) {
      this.writableLength += bytes.length;
      this.#held.push(finish);
    } else finish();
  }

  /** The reader stops reading. */
  hold(): void {
    this.#held ??= [];
  }

  release(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    this.writableLength = 0;
    for (const finish of held) finish();
  }
}
