// A file's bytes in pages that copies share until one of them writes: thousands of crash images of one disk cost
// little more than the disk.

const PAGE_BYTES = 4096;
const ZEROS = new Uint8Array(PAGE_BYTES);

interface Page {
  bytes: Uint8Array;
  /** Who alone may write here; others copy the page first. */
  owner: object | undefined;
}

export class PagedBytes {
  /** A missing page is all zeros. */
  readonly #pages: (Page | undefined)[];
  #size: number;
  #owner = {};

  constructor() {
    this.#pages = [];
    this.#size = 0;
  }

  get size(): number {
    return this.#size;
  }

  clone(): PagedBytes {
    const copy = new PagedBytes();
    for (const page of this.#pages) copy.#pages.push(page);
    copy.#size = this.#size;
    this.#owner = {}; // both share every page from now on
    return copy;
  }

  /** Returns how many bytes there were. */
  read(target: Uint8Array, offset: number): number {
    const length = Math.max(0, Math.min(target.length, this.#size - offset));
    for (let done = 0; done < length; ) {
      const at = offset + done;
      const within = at % PAGE_BYTES;
      const count = Math.min(PAGE_BYTES - within, length - done);
      const bytes = this.#pages[Math.floor(at / PAGE_BYTES)]?.bytes ?? ZEROS;
      target.set(count === PAGE_BYTES ? bytes : bytes.subarray(within, within + count), done);
      done += count;
    }
    return length;
  }

  /** Whole pages are taken over, not copied: `bytes` must not change afterwards. */
  write(bytes: Uint8Array, offset: number): void {
    for (let done = 0; done < bytes.length; ) {
      const at = offset + done;
      const within = at % PAGE_BYTES;
      const count = Math.min(PAGE_BYTES - within, bytes.length - done);
      const part = bytes.subarray(done, done + count);
      if (count === PAGE_BYTES) this.#replace(Math.floor(at / PAGE_BYTES), { bytes: part, owner: undefined });
      else this.#writable(Math.floor(at / PAGE_BYTES)).set(part, within);
      done += count;
    }
    this.#size = Math.max(this.#size, offset + bytes.length);
  }

  truncate(size: number): void {
    if (size < this.#size) {
      this.#pages.length = Math.min(this.#pages.length, Math.ceil(size / PAGE_BYTES));
      const within = size % PAGE_BYTES;
      const last = Math.floor(size / PAGE_BYTES);
      if (within !== 0 && this.#pages[last] !== undefined) this.#writable(last).fill(0, within);
    }
    this.#size = size;
  }

  /** Takes over what `source` has between two offsets, sharing its pages. Both hold the same around that range. */
  shareRange(source: PagedBytes, offset: number, length: number): void {
    const end = Math.ceil((offset + length) / PAGE_BYTES);
    for (let at = Math.floor(offset / PAGE_BYTES); at < end; at++) {
      const page = source.#pages[at];
      if (page !== undefined) page.owner = undefined;
      this.#replace(at, page);
    }
    this.#size = Math.max(this.#size, Math.min(source.#size, offset + length));
  }

  #writable(at: number): Uint8Array {
    const page = this.#pages[at];
    if (page?.owner === this.#owner) return page.bytes;
    const bytes = page === undefined ? new Uint8Array(PAGE_BYTES) : page.bytes.slice();
    this.#replace(at, { bytes, owner: this.#owner });
    return bytes;
  }

  #replace(at: number, page: Page | undefined): void {
    while (this.#pages.length < at) this.#pages.push(undefined);
    this.#pages[at] = page;
  }
}
