import type { EntryLocation } from "./entry-location.ts";

export interface EntryBlockDump {
  readonly base: number;
  readonly recordPositions: Float64Array;
  readonly recordBytes: Uint32Array;
  readonly dataBytes: Uint32Array;
}

/** A fixed run of an entry index, beginning at entry `base`. */
export class EntryBlock {
  readonly base: number;
  readonly #recordPositions: Float64Array;
  readonly #recordBytes: Uint32Array;
  readonly #dataBytes: Uint32Array;

  constructor(base: number, entries: number, dump?: EntryBlockDump) {
    this.base = base;
    this.#recordPositions = dump?.recordPositions ?? new Float64Array(entries);
    this.#recordBytes = dump?.recordBytes ?? new Uint32Array(entries);
    this.#dataBytes = dump?.dataBytes ?? new Uint32Array(entries);
  }

  static load(dump: EntryBlockDump): EntryBlock {
    return new EntryBlock(dump.base, dump.recordPositions.length, dump);
  }

  dump(): EntryBlockDump {
    return {
      base: this.base,
      recordPositions: this.#recordPositions,
      recordBytes: this.#recordBytes,
      dataBytes: this.#dataBytes,
    };
  }

  set(index: number, location: EntryLocation): void {
    const at = index - this.base;
    this.#recordPositions[at] = location.recordPosition;
    this.#recordBytes[at] = location.recordBytes;
    this.#dataBytes[at] = location.dataBytes;
  }

  get(index: number): EntryLocation {
    const at = index - this.base;
    return {
      recordPosition: this.#recordPositions[at] ?? 0,
      recordBytes: this.#recordBytes[at] ?? 0,
      dataBytes: this.#dataBytes[at] ?? 0,
    };
  }
}
