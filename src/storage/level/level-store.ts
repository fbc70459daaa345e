// Applied state in LevelDB. One thread writes; every thread reads its own handle of the same database, synchronously,
// since the tables are mapped into memory. Damage that LevelDB hides is found by the set hash, not here.
import { Level } from "level";
import { assert } from "#base/assert.ts";
import type { ChildRange, KeyRange, KvSnapshot, KvStore, StoredValue } from "../kv-store.ts";
import type { StateStore, StateWrite } from "../state/state-store.ts";
import { decodeStored } from "../state/stored-value.ts";
import { MAX_KEY_BYTES } from "../write.ts";
import { describeOpenError } from "./describe-open-error.ts";
import { FrozenRecords } from "./frozen-records.ts";
import { childrenOf, entriesOf, keysOf, type LevelDatabase, type LevelReadOptions } from "./level-ranges.ts";

export interface LevelStoreOptions {
  /** A folder that is private to this store. */
  directory: string;
  /** Bytes of table blocks that are kept decoded. */
  cacheBytes: number;
  /** Refuse to make a new one: other threads open what the writer made. */
  mustExist: boolean;
}

const SCAN_PAGE = 1000;
// Ciphertext does not compress; a larger write buffer makes fewer, larger tables.
const WRITE_BUFFER_BYTES = 16 * 1024 * 1024;

export class LevelStore implements KvStore, StateStore, AsyncDisposable {
  readonly #database: LevelDatabase;

  private constructor(database: LevelDatabase) {
    this.#database = database;
  }

  /** @throws when the folder is in use by another process, or damaged */
  static async open(options: LevelStoreOptions): Promise<LevelStore> {
    const database = new Level(options.directory, {
      keyEncoding: "utf8",
      valueEncoding: "view",
      compression: false,
      multithreading: true,
      createIfMissing: !options.mustExist,
      cacheSize: options.cacheBytes,
      writeBufferSize: WRITE_BUFFER_BYTES,
    }) as LevelDatabase;
    await database.open().catch((error: unknown) => {
      throw new Error(`the state store ${options.directory} ${describeOpenError(error)}`);
    });
    // classic-level cuts a key whose last letter does not fit its reused buffer: make that buffer larger than any key.
    database.getSync("\u0000".repeat(MAX_KEY_BYTES * 3 + 64));
    return new LevelStore(database);
  }

  get(key: string): StoredValue | undefined {
    const bytes = this.#database.getSync(key);
    return bytes === undefined ? undefined : decodeStored(bytes);
  }

  getRaw(key: string): Uint8Array | undefined {
    return this.#database.getSync(key);
  }

  keys(range: KeyRange): Promise<string[]> {
    return keysOf(this.#database, range, {});
  }

  entries(range: KeyRange): Promise<[string, StoredValue][]> {
    return entriesOf(this.#database, range, {});
  }

  children(range: ChildRange): Promise<string[]> {
    return childrenOf(this.#database, range, {});
  }

  snapshot(): KvSnapshot {
    return new LevelSnapshot(this.#database);
  }

  async write(batch: readonly StateWrite[]): Promise<void> {
    const operations = batch.map(({ key, value }) =>
      value === undefined ? { type: "del" as const, key } : { type: "put" as const, key, value },
    );
    await this.#database.batch(operations);
  }

  /** Compacting a range without keys makes LevelDB write its memtable to a synced table (node-techniques.md §4). */
  async flush(): Promise<void> {
    await this.#database.compactRange("\u0000", "\u0000");
  }

  /** As the store was when the first record was asked for. */
  async *scanRaw(prefix: string): AsyncIterable<[string, Uint8Array]> {
    const snapshot = this.#database.snapshot();
    try {
      let after = prefix;
      for (;;) {
        const page = await this.#database
          .iterator({ gt: after, lt: endOf(prefix), limit: SCAN_PAGE, fillCache: false, snapshot })
          .all();
        yield* page;
        const last = page.at(-1);
        if (page.length < SCAN_PAGE || !last) return;
        after = last[0];
      }
    } finally {
      await snapshot.close();
    }
  }

  /** All raw records as they are now, for whoever needs a whole copy. To be closed. */
  freeze(): FrozenRecords {
    return new FrozenRecords(this.#database);
  }

  close(): Promise<void> {
    return this.#database.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

function endOf(prefix: string): string {
  return prefix === "" ? "\u{10ffff}" : `${prefix}\u{10ffff}`;
}

class LevelSnapshot implements KvSnapshot {
  readonly #database: LevelDatabase;
  readonly #options: LevelReadOptions;

  constructor(database: LevelDatabase) {
    this.#database = database;
    this.#options = { snapshot: database.snapshot() };
  }

  get(key: string): StoredValue | undefined {
    const bytes = this.#database.getSync(key, this.#options);
    return bytes === undefined ? undefined : decodeStored(bytes);
  }

  keys(range: KeyRange): Promise<string[]> {
    return keysOf(this.#database, range, this.#options);
  }

  entries(range: KeyRange): Promise<[string, StoredValue][]> {
    return entriesOf(this.#database, range, this.#options);
  }

  children(range: ChildRange): Promise<string[]> {
    return childrenOf(this.#database, range, this.#options);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    assert(this.#options.snapshot !== undefined, "a snapshot is closed once");
    await this.#options.snapshot.close();
    delete this.#options.snapshot;
  }
}
