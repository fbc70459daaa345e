import assert from "node:assert/strict";
import { test } from "node:test";
import { InvariantError } from "#base/assert.ts";
import { secureRandom } from "#crypto/secure-random.ts";
import { drawCoordinates } from "#crypto/shamir/coordinates.ts";
import { seededRandom } from "#test/seeded-random.ts";

test("coordinates are distinct and never zero, for every count", () => {
  for (let count = 1; count <= 255; count++) {
    const coordinates = drawCoordinates(count, secureRandom);
    assert.equal(coordinates.length, count);
    assert.equal(new Set(coordinates).size, count);
    assert.ok(!coordinates.includes(0));
  }
});

test("every coordinate is equally likely in every place", () => {
  const random = seededRandom(11);
  const counts = Array.from({ length: 3 }, () => new Float64Array(256));
  const draws = 51_000;
  for (let draw = 0; draw < draws; draw++) {
    drawCoordinates(3, random).forEach((x, place) => {
      const seen = counts[place];
      if (seen) seen[x] = (seen[x] ?? 0) + 1;
    });
  }
  for (const seen of counts) {
    const expected = draws / 255;
    const chiSquare = seen.subarray(1).reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    // 254 degrees of freedom: mean 254, deviation 22.5.
    assert.ok(chiSquare > 150 && chiSquare < 380, `chi square ${chiSquare}`);
  }
});

test("a source that is stuck ends the process instead of looping for ever", () => {
  assert.throws(
    () => drawCoordinates(2, { bytes: (length) => new Uint8Array(length).fill(255) }),
    InvariantError,
  );
});
