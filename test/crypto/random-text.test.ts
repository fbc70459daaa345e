import assert from "node:assert/strict";
import { test } from "node:test";
import { randomBase62, randomUuid } from "#crypto/random-text.ts";

test("base62 text has the length asked for and no other letters", () => {
  for (const length of [0, 1, 7, 24, 95, 1000]) {
    const text = randomBase62(length);
    assert.equal(text.length, length);
    assert.match(text, /^[0-9A-Za-z]*$/);
  }
});

test("each of the 62 letters is equally likely, the first eight no more than the others", () => {
  const letters = 620_000;
  const counts = new Map<string, number>();
  for (const letter of randomBase62(letters)) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  assert.equal(counts.size, 62);
  const expected = letters / 62;
  const chiSquare = [...counts.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  // 61 degrees of freedom: above with a chance below 1e-12. A plain `byte % 62` gives about 6,000.
  assert.ok(chiSquare < 180, `chi square ${chiSquare}`);
});

test("a UUID has version 4 and the variant of RFC 9562, and does not repeat", () => {
  const seen = new Set<string>();
  for (let n = 0; n < 10_000; n++) {
    const uuid = randomUuid();
    assert.match(uuid, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    seen.add(uuid);
  }
  assert.equal(seen.size, 10_000);
});
