// The whole store as it was at one moment, in pages of bounded size: what a member that lags behind is sent.
import type { LevelDatabase } from "./level-ranges.ts";

export type RawRecord = readonly [key: string, value: Uint8Array];

/** Pages end once they hold this much; one larger record is a page of its own. */
const PAGE_BYTES = 48 * 1024;
const PAGE_RECORDS = 512;

export class FrozenRecords implements AsyncDisposable {
  readonly #database: LevelDatabase;
  readonly #snapshot: ReturnType<LevelDatabase["snapshot"]>;

  constructor(database: LevelDatabase) {
    this.#database = database;
    this.#snapshot = database.snapshot();
  }

  getRaw(key: string): Uint8Array | undefined {
    return this.#database.getSync(key, { snapshot: this.#snapshot });
  }

  async *pages(): AsyncIterable<readonly RawRecord[]> {
    const iterator = this.#database.iterator({
      snapshot: this.#snapshot,
      fillCache: false,
      highWaterMarkBytes: PAGE_BYTES,
    });
    try {
      for (;;) {
        const page = await iterator.nextv(PAGE_RECORDS);
        if (page.length === 0) return;
        yield page;
      }
    } finally {
      await iterator.close();
    }
  }

  async close(): Promise<void> {
    await this.#snapshot.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
