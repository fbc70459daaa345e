// Hands on single records of a stopped node's state store, below everything that could notice.
import { join } from "node:path";
import { LevelStore } from "#storage/level/level-store.ts";

export class DamageState implements AsyncDisposable {
  readonly #store: LevelStore;

  private constructor(store: LevelStore) {
    this.#store = store;
  }

  static async open(dataDirectory: string): Promise<DamageState> {
    const directory = join(dataDirectory, "state");
    return new DamageState(await LevelStore.open({ directory, cacheBytes: 1 << 20, mustExist: true }));
  }

  /** The whole key of the engines' record whose key ends in `/<name>`. */
  async find(name: string): Promise<string> {
    for await (const [key] of this.#store.scanRaw("logical/")) if (key.endsWith(`/${name}`)) return key;
    throw new Error(`no record ${name}`);
  }

  raw(key: string): Uint8Array {
    const bytes = this.#store.getRaw(key);
    if (!bytes) throw new Error(`no record ${key}`);
    return Uint8Array.from(bytes);
  }

  async put(key: string, value: Uint8Array | undefined): Promise<void> {
    await this.#store.write([{ key, value }]);
    await this.#store.flush();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#store[Symbol.asyncDispose]();
  }
}
