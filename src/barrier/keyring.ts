// The barrier's keys by term: old ones decrypt, the active one encrypts. Stored encrypted under the root key, in binary,
// so that it is decrypted straight into bytes that can be zeroed.
import { assert } from "#base/assert.ts";
import { ByteReader } from "#base/byte-reader.ts";
import { ByteWriter } from "#base/byte-writer.ts";
import { UnknownFormatError } from "#storage/entry-payload.ts";

const LAYOUT = 1;
export const KEYRING_KEY = "core/root/keyring";

export interface KeyTerm {
  /** From 1; 0 names the root key itself. */
  term: number;
  installedAtMs: number;
  key: Uint8Array;
}

export class Keyring {
  readonly terms: readonly KeyTerm[];

  /** @param terms ascending, at least one; the last is the active one */
  constructor(terms: readonly KeyTerm[]) {
    assert(terms.length > 0, "a keyring has at least one term");
    this.terms = terms;
  }

  get active(): KeyTerm {
    const last = this.terms.at(-1);
    assert(last !== undefined, "a keyring has at least one term");
    return last;
  }

  withNewTerm(key: Uint8Array, installedAtMs: number): Keyring {
    return new Keyring([...this.terms, { term: this.active.term + 1, installedAtMs, key }]);
  }

  encode(): Uint8Array {
    const out = new ByteWriter(16 + this.terms.length * 44).u8(LAYOUT).u16(this.terms.length);
    for (const { term, installedAtMs, key } of this.terms) out.u32(term).u64(installedAtMs).raw(key);
    return out.finish();
  }

  /** Keys share memory with `bytes`: wipe those when done. @throws UnknownFormatError, RangeError */
  static decode(bytes: Uint8Array): Keyring {
    const input = new ByteReader(bytes);
    const layout = input.u8();
    if (layout !== LAYOUT) throw new UnknownFormatError("the keyring", layout);
    const terms: KeyTerm[] = [];
    for (let left = input.u16(); left > 0; left--) {
      terms.push({ term: input.u32(), installedAtMs: input.u64(), key: input.raw(32) });
    }
    return new Keyring(terms);
  }

  wipe(): void {
    for (const { key } of this.terms) key.fill(0);
  }
}
