import assert from "node:assert/strict";
import { test } from "node:test";
import { EntryIndex } from "#storage/log/index/entry-index.ts";
import type { EntryLocation } from "#storage/log/index/entry-location.ts";
import { TermRuns } from "#storage/log/index/term-runs.ts";
import { SeededRandom } from "#test/simulated-disk/seeded-random.ts";

function location(seed: number): EntryLocation {
  return { recordPosition: seed * 1_000_003, recordBytes: seed + 7, dataBytes: seed };
}

test("an index agrees with a plain map through appends, truncations and compactions", () => {
  for (let seed = 1; seed <= 20; seed++) {
    const random = new SeededRandom(seed);
    let index = new EntryIndex(random.pick([1, 5000]));
    const model = new Map<number, EntryLocation>();
    let stamp = 0;
    for (let step = 0; step < 60; step++) {
      const choice = random.below(10);
      if (choice < 6) {
        for (let left = random.below(1500); left > 0; left--) {
          const at = location(++stamp);
          model.set(index.last + 1, at);
          index.append(at);
        }
      } else if (choice < 8) {
        const from = random.between(index.first, index.last + 2);
        for (const key of [...model.keys()]) if (key >= from) model.delete(key);
        index.truncateFrom(from);
      } else if (choice < 9) {
        const through = random.between(index.first - 1, index.last);
        for (const key of [...model.keys()]) if (key <= through) model.delete(key);
        index.dropThrough(through);
      } else index = EntryIndex.load(structuredClone(index.dump()));
      assert.equal(index.last - index.first + 1, model.size, `seed ${seed}, step ${step}`);
      for (const probe of [
        index.first - 1,
        index.first,
        Math.floor((index.first + index.last) / 2),
        index.last,
        index.last + 1,
      ]) {
        assert.deepEqual(index.locate(probe), model.get(probe), `seed ${seed}, step ${step}, entry ${probe}`);
      }
    }
    for (const [key, at] of model) assert.deepEqual(index.locate(key), at);
  }
});

test("an index takes sixteen bytes an entry and gives back whole blocks", () => {
  const index = new EntryIndex(1);
  for (let entry = 1; entry <= 100_000; entry++) index.append(location(entry));
  const bytes = (): number =>
    index
      .dump()
      .blocks.reduce(
        (sum, block) =>
          sum + block.recordPositions.byteLength + block.recordBytes.byteLength + block.dataBytes.byteLength,
        0,
      );
  assert.ok(bytes() <= 16 * 101_000, `${bytes()} bytes`);
  index.dropThrough(90_000);
  assert.ok(bytes() <= 16 * 12_000, `${bytes()} bytes`);
  index.truncateFrom(90_500);
  assert.ok(bytes() <= 16 * 2048, `${bytes()} bytes`);
});

test("dropping beyond the end leaves an empty index that goes on there", () => {
  const index = new EntryIndex(1);
  index.append(location(1));
  index.dropThrough(10);
  assert.deepEqual([index.first, index.last], [11, 10]);
  index.append(location(2));
  assert.deepEqual(index.locate(11), location(2));
});

test("terms agree with a plain list through appends, truncations and compactions", () => {
  for (let seed = 1; seed <= 20; seed++) {
    const random = new SeededRandom(seed);
    let terms = new TermRuns(0, 0);
    let model = [0]; // by index
    let first = 0;
    for (let step = 0; step < 100; step++) {
      const choice = random.below(10);
      if (choice < 7) {
        const term = (model.at(-1) ?? 0) + random.pick([0, 0, 0, 1, 3]);
        terms.append(model.length, term);
        model.push(term);
      } else if (choice < 8 && model.length > first + 1) {
        const from = random.between(first + 1, model.length);
        terms.truncateFrom(from);
        model = model.slice(0, from);
      } else if (choice < 9) {
        first = random.between(first, model.length - 1);
        terms.dropBefore(first);
      } else terms = TermRuns.load(structuredClone(terms.dump()));
      for (let index = first; index < model.length; index++) assert.equal(terms.termAt(index), model[index]);
    }
    assert.ok(terms.dump().starts.length <= new Set(model.slice(first)).size);
  }
});
