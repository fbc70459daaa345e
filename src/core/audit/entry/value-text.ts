// How a device writes down values that may be secret: as salted codes, or, where `log_raw` asks for it, in clear.
// Both give finished JSON text.
import { HmacSha256Key } from "#crypto/hmac-sha256-key.ts";

export interface ValueText {
  ofText(value: string): string;
  /** @param value UTF-8 text, or any bytes at all */
  ofBytes(value: Uint8Array): string;
}

export const HASH_MARK = "hmac-sha256:";

/** Codes under the device's own salt: the same value gives the same code, and `sys/audit-hash` can tell it. */
export class HashedValues implements ValueText {
  readonly #key: HmacSha256Key;
  /** The commonest value of all. */
  readonly #empty: string;

  constructor(salt: Uint8Array) {
    this.#key = new HmacSha256Key(salt);
    this.#empty = HASH_MARK + this.#key.hex("");
  }

  ofText(value: string): string {
    return `"${this.hash(value)}"`;
  }

  ofBytes(value: Uint8Array): string {
    return `"${this.hash(value)}"`;
  }

  hash(value: string | Uint8Array): string {
    return value.length === 0 ? this.#empty : HASH_MARK + this.#key.hex(value);
  }
}

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

export const CLEAR_VALUES: ValueText = {
  ofText: (value) => JSON.stringify(value),
  ofBytes: (value) => JSON.stringify(decoder.decode(value)),
};
