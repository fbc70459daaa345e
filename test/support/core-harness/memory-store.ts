// Replicated state in memory, with the order and the paging of the LevelDB store. For tests: everything is at hand.
import type { ChildRange, KeyRange, KvSnapshot, KvStore, StoredValue } from "#storage/kv-store.ts";
import type { StateStore, StateWrite } from "#storage/state/state-store.ts";
import { decodeStored } from "#storage/state/stored-value.ts";

const LAST_LETTER = "\u{10ffff}";

export class MemoryStore implements KvStore, StateStore {
  readonly #values: Map<string, Uint8Array>;
  /** In order of their UTF-8 bytes. */
  readonly #keys: string[];

  constructor(values = new Map<string, Uint8Array>()) {
    this.#values = values;
    this.#keys = [...values.keys()].sort(compareBytes);
  }

  get(key: string): StoredValue | undefined {
    const bytes = this.#values.get(key);
    return bytes && decodeStored(bytes);
  }

  getRaw(key: string): Uint8Array | undefined {
    return this.#values.get(key);
  }

  async keys(range: KeyRange): Promise<string[]> {
    const from =
      range.after === undefined
        ? this.#place(range.prefix)
        : Math.max(this.#placeAfter(range.after), this.#place(range.prefix));
    const to = Math.min(this.#place(range.prefix + LAST_LETTER), from + range.limit);
    return this.#keys.slice(from, to);
  }

  async entries(range: KeyRange): Promise<[string, StoredValue][]> {
    const keys = await this.keys(range);
    return keys.map((key) => [key, decodeStored(this.#values.get(key) as Uint8Array)]);
  }

  async children(range: ChildRange): Promise<string[]> {
    const { prefix, after, limit } = range;
    const names: string[] = [];
    let at = this.#place(after === undefined ? prefix : behind(prefix, after));
    while (names.length < limit && this.#keys[at]?.startsWith(prefix)) {
      const rest = (this.#keys[at] as string).slice(prefix.length);
      const slash = rest.indexOf("/");
      const name = slash < 0 ? rest : rest.slice(0, slash + 1);
      if (name !== "") names.push(name);
      at = name === "" ? at + 1 : this.#place(behind(prefix, name));
    }
    return names;
  }

  snapshot(): KvSnapshot {
    return Object.assign(new MemoryStore(new Map(this.#values)), { [Symbol.asyncDispose]: async () => {} });
  }

  async write(batch: readonly StateWrite[]): Promise<void> {
    for (const { key, value } of batch) {
      if (value === undefined) this.#remove(key);
      else this.#put(key, value.slice());
    }
  }

  async flush(): Promise<void> {}

  async *scanRaw(prefix: string): AsyncIterable<[string, Uint8Array]> {
    for (const key of this.#keys.slice(this.#place(prefix), this.#place(prefix + LAST_LETTER))) {
      const value = this.#values.get(key);
      if (value) yield [key, value];
    }
  }

  /** All keys but the state machine's own, for tests that look at everything. */
  allKeys(prefix = ""): string[] {
    return this.#keys.filter((key) => !key.startsWith("!") && key.startsWith(prefix));
  }

  #put(key: string, value: Uint8Array): void {
    if (!this.#values.has(key)) this.#keys.splice(this.#place(key), 0, key);
    this.#values.set(key, value);
  }

  #remove(key: string): void {
    if (this.#values.delete(key)) this.#keys.splice(this.#place(key), 1);
  }

  /** Where `key` is, or would be. */
  #place(key: string): number {
    let low = 0;
    let high = this.#keys.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compareBytes(this.#keys[middle] as string, key) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #placeAfter(key: string): number {
    const at = this.#place(key);
    return this.#keys[at] === key ? at + 1 : at;
  }
}

function behind(prefix: string, name: string): string {
  return name.endsWith("/") ? `${prefix}${name.slice(0, -1)}0` : `${prefix}${name}\u0000`;
}

/** UTF-8's order is that of code points; JavaScript compares halves of surrogate pairs. */
function compareBytes(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length);
  let at = 0;
  while (at < shorter && a.charCodeAt(at) === b.charCodeAt(at)) at++;
  if (at === shorter) return a.length - b.length;
  return rank(a.charCodeAt(at)) - rank(b.charCodeAt(at));
}

function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}
