import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import type { StoredValue } from "#storage/kv-store.ts";
import { LevelStore } from "#storage/level/level-store.ts";
import { elementOf, encodeStored } from "#storage/state/stored-value.ts";
import { seededRandom } from "#test/seeded-random.ts";
import { MemoryStore } from "./memory-store.ts";

const LETTERS = ["a", "b", "/", "0", "é", "\u{ffff}", "\u{10000}", "!", "."];

const plain = (entries: [string, StoredValue][]) =>
  entries.map(([key, { version, value }]) => [key, version, value.toHex()]);

test("the store in memory answers as LevelDB does", async () => {
  const directory = await mkdtemp(join(tmpdir(), "memory-store-"));
  const level = await LevelStore.open({ directory, cacheBytes: 1 << 20, mustExist: false });
  try {
    const memory = new MemoryStore();
    const random = seededRandom(1);
    const word = (most: number) =>
      Array.from({ length: 1 + random.below(most) }, () => LETTERS[random.below(LETTERS.length)]).join("");
    for (let round = 0; round < 300; round++) {
      const key = `p/${word(5)}`;
      const value = random.bytes(4);
      const stored =
        random.below(4) === 0 ? undefined : encodeStored(round, elementOf(key, round, value), value);
      for (const store of [memory, level]) await store.write([{ key, value: stored }]);
    }
    for (let round = 0; round < 300; round++) {
      const prefix = ["p/", `p/${word(2)}`, `p/${word(2)}/`][random.below(3)] as string;
      const limit = 1 + random.below(8);
      const [child] = await memory.children({ prefix, limit: 1 });
      const afters = [undefined, `${prefix}${word(3)}`] as const;
      for (const after of afters) {
        const range = after === undefined ? { prefix, limit } : { prefix, limit, after };
        assert.deepEqual(await memory.keys(range), await level.keys(range), JSON.stringify(range));
        assert.deepEqual(plain(await memory.entries(range)), plain(await level.entries(range)));
      }
      for (const after of [undefined, word(2).replaceAll("/", ""), child]) {
        const range = after ? { prefix, limit, after } : { prefix, limit };
        assert.deepEqual(await memory.children(range), await level.children(range), JSON.stringify(range));
      }
    }
  } finally {
    await level.close();
    await rm(directory, { recursive: true });
  }
});
