import assert from "node:assert/strict";
import { test } from "node:test";
import type { Entry } from "#raft/core/entry.ts";
import { RecentEntries } from "#storage/log/thread/recent-entries.ts";
import { SeededRandom } from "#test/simulated-disk/seeded-random.ts";
import { bulk } from "#test/small-log.ts";

test("the newest entries are kept within the limit, older ones are let go of", () => {
  const recent = new RecentEntries(1000);
  recent.add(bulk(1, 1, 30, 100));
  assert.equal(recent.entries(20, 31, 1e9), undefined);
  assert.deepEqual(recent.entries(21, 31, 1e9), bulk(21, 1, 10, 100));
  assert.deepEqual(recent.entries(25, 27, 1e9), bulk(25, 1, 2, 100));
  assert.equal(recent.entries(25, 31, 1)?.length, 1);
  assert.equal(recent.entries(25, 32, 1e9), undefined);
});

test("an entry larger than the limit is not kept", () => {
  const recent = new RecentEntries(1000);
  recent.add(bulk(1, 1, 1, 5000));
  assert.equal(recent.entries(1, 2, 1e9), undefined);
  recent.add(bulk(2, 1, 1, 10));
  assert.equal(recent.entries(2, 3, 1e9)?.length, 1);
});

test("what is kept is what a plain list ends with, whatever is replaced, cut off or cleared", () => {
  for (let seed = 1; seed <= 30; seed++) {
    const random = new SeededRandom(seed);
    const recent = new RecentEntries(3000);
    let model: Entry[] = [];
    for (let step = 0; step < 200; step++) {
      const last = model.at(-1)?.index ?? 0;
      const choice = random.below(20);
      if (choice < 16) {
        const first = random.chance(0.2) ? random.between(Math.max(1, last - 5), last + 1) : last + 1;
        const entries = bulk(first, step, random.between(1, 40), random.below(60));
        model = [...model.filter(({ index }) => index < first), ...entries];
        recent.add(entries);
      } else if (choice < 19) {
        const from = random.between(Math.max(1, last - 60), last + 2);
        model = model.filter(({ index }) => index < from);
        recent.truncateFrom(from);
      } else {
        model = [];
        recent.clear();
      }
      const end = (model.at(-1)?.index ?? 0) + 1;
      let kept = 0;
      for (let low = end - 1; low >= 1; low--) {
        const entries = recent.entries(low, end, 1e9);
        if (entries === undefined) break;
        assert.deepEqual(entries, model.slice(-(end - low)), `seed ${seed}, step ${step}`);
        kept = entries.reduce((sum, { data }) => sum + data.length, 0);
      }
      assert.ok(kept <= 3000);
    }
  }
});
