// Secret bytes that cannot be printed by accident (the class GHSA "secrets in logs" of every advisory list).

const REDACTED = "[redacted]";
const encoder = new TextEncoder();

/** Holds secret bytes; every way of printing it says `[redacted]`. `wipe` when done. */
export class Secret {
  readonly #bytes: Uint8Array;

  /** Takes ownership: the caller must not keep `bytes`. */
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  static ofText(text: string): Secret {
    return new Secret(encoder.encode(text));
  }

  /** The bytes themselves, not a copy: do not keep them beyond the call that needs them. */
  reveal(): Uint8Array {
    return this.#bytes;
  }

  get length(): number {
    return this.#bytes.length;
  }

  wipe(): void {
    this.#bytes.fill(0);
  }

  toString(): string {
    return REDACTED;
  }

  toJSON(): string {
    return REDACTED;
  }

  // The symbol that Node's util.inspect (console.log, assertion messages) asks for.
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return REDACTED;
  }
}
