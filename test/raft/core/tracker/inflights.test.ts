import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Inflights } from "#raft/core/tracker/inflights.ts";
import { seededRandom } from "#test/seeded-random.ts";

describe("in-flight window", () => {
  test("behaves like a list, through any order of sending and acknowledging", () => {
    const { below } = seededRandom(3);
    for (let round = 0; round < 300; round++) {
      const maxMessages = 1 + below(12);
      const maxBytes = below(2) * (1 + below(400));
      const window = new Inflights(maxMessages, maxBytes);
      let list: { index: number; bytes: number }[] = [];
      let index = 0;
      for (let step = 0; step < 200; step++) {
        if (below(10) === 0) {
          window.clear();
          list = [];
        } else if (below(2) === 0 && !window.full) {
          const bytes = below(100);
          index += 1 + below(5);
          window.add(index, bytes);
          list.push({ index, bytes });
        } else {
          const through = index - below(20);
          window.freeThrough(through);
          list = list.filter((message) => message.index > through);
        }
        const bytes = list.reduce((sum, message) => sum + message.bytes, 0);
        assert.equal(window.count, list.length);
        assert.equal(window.bytes, bytes);
        assert.equal(window.full, list.length === maxMessages || (maxBytes > 0 && bytes >= maxBytes));
      }
    }
  });

  test("one message may overshoot the limit in bytes, the next may not be sent", () => {
    const window = new Inflights(10, 100);
    window.add(1, 99);
    assert.equal(window.full, false);
    window.add(2, 5000);
    assert.equal(window.full, true);
    assert.throws(() => window.add(3, 1), /full in-flight window/);
  });

  test("a window of a billion messages takes no room until it is used", () => {
    const window = new Inflights(1_000_000_000, 0);
    for (let index = 1; index <= 5; index++) window.add(index, 1);
    window.freeThrough(3);
    assert.equal(window.count, 2);
  });
});
