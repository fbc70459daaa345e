// Secret bytes that cannot be printed by accident (the class GHSA "secrets in logs" of every advisory list).

/**
 * V8 keeps arrays of up to so many bytes on its own heap, where the garbage collector copies them about and leaves the
 * old bytes behind: no wiping reaches those.
 */
const LARGEST_ON_HEAP = 64;
const REDACTED = "[redacted]";
const encoder = new TextEncoder();

/** Holds secret bytes; every way of printing it says `[redacted]`. `wipe` when done. */
export class Secret {
  readonly #bytes: Uint8Array;

  /** Takes ownership: the caller must not keep `bytes`, which may be wiped at once. */
  constructor(bytes: Uint8Array) {
    this.#bytes = isOnHeap(bytes) ? moved(bytes) : plain(bytes);
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

/** Subclasses (Node's Buffer) come from native code or from a pool outside of the heap. */
function isOnHeap(bytes: Uint8Array): boolean {
  return bytes.length <= LARGEST_ON_HEAP && bytes.constructor === Uint8Array;
}

/** The same memory, as an array whose `slice` copies: a Buffer's does not. */
function plain(bytes: Uint8Array): Uint8Array {
  if (bytes.constructor === Uint8Array) return bytes;
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** To memory of its own. */
function moved(bytes: Uint8Array): Uint8Array {
  const own = new Uint8Array(new ArrayBuffer(bytes.length));
  own.set(bytes);
  bytes.fill(0);
  return own;
}
