// Reads a tar stream (POSIX ustar) entry by entry, holding no more than one chunk. Only plain files are of use to us.

export interface TarEntry {
  readonly name: string;
  readonly size: number;
  /** To be read to its end before the next entry is asked for. */
  readonly content: AsyncIterable<Uint8Array>;
}

const BLOCK = 512;

/** @throws Error for damage: a wrong checksum, an odd size, an end in the middle */
export async function* tarEntries(stream: AsyncIterable<Uint8Array>): AsyncGenerator<TarEntry> {
  const source = new BlockSource(stream);
  for (;;) {
    const header = await source.take(BLOCK);
    if (header === undefined) throw new Error("the archive ends without its end mark");
    if (header.every((byte) => byte === 0)) return;
    const { name, size } = readHeader(header);
    yield { name, size, content: source.content(size) };
    await source.skipPadding(size);
  }
}

function readHeader(header: Uint8Array): { name: string; size: number } {
  const text = (from: number, length: number) =>
    Buffer.from(header.subarray(from, from + length))
      .toString("latin1")
      .replace(/\0.*$/s, "");
  const number = (from: number, length: number) => {
    const digits = text(from, length).trim();
    if (!/^[0-7]+$/.test(digits)) throw new Error("the archive holds a header that cannot be read");
    return Number.parseInt(digits, 8);
  };
  const sum = header.reduce((total, byte, index) => total + (index >= 148 && index < 156 ? 0x20 : byte), 0);
  if (sum !== number(148, 8)) throw new Error("the archive is damaged: a header's checksum is wrong");
  const prefix = text(345, 155);
  return { name: prefix === "" ? text(0, 100) : `${prefix}/${text(0, 100)}`, size: number(124, 12) };
}

/** Cuts a stream of chunks of any size into what is asked for. */
class BlockSource {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #rest: Uint8Array = new Uint8Array(0);

  constructor(stream: AsyncIterable<Uint8Array>) {
    this.#chunks = stream[Symbol.asyncIterator]();
  }

  /** @returns `undefined` at a clean end */
  async take(length: number): Promise<Uint8Array | undefined> {
    const parts: Uint8Array[] = [];
    for await (const part of this.content(length, "may end")) parts.push(part);
    return parts.length === 0 ? undefined : Buffer.concat(parts);
  }

  async *content(
    length: number,
    end: "must be whole" | "may end" = "must be whole",
  ): AsyncGenerator<Uint8Array> {
    let missing = length;
    while (missing > 0) {
      if (this.#rest.length === 0) {
        const next = await this.#chunks.next();
        if (next.done === true) {
          if (end === "may end" && missing === length) return;
          throw new Error("the archive ends in the middle");
        }
        this.#rest = next.value;
      }
      const part = this.#rest.subarray(0, missing);
      this.#rest = this.#rest.subarray(part.length);
      missing -= part.length;
      yield part;
    }
  }

  async skipPadding(size: number): Promise<void> {
    const padding = (BLOCK - (size % BLOCK)) % BLOCK;
    for await (const _part of this.content(padding)) {
      // Zeros, by the format.
    }
  }
}
