import assert from "node:assert/strict";
import { test } from "node:test";
import { ShamirError } from "#crypto/shamir/shamir-error.ts";
import { checkShareCounts } from "#crypto/shamir/share-counts.ts";

const refused: [number, number, string][] = [
  [0, 0, "shares must be at least one"],
  [0, 1, "shares must be at least one"],
  [-1, 1, "shares must be at least one"],
  [256, 3, "shares must be less than 256"],
  [256, 0, "threshold must be at least one"],
  [300, 1, "threshold must be greater than one for multiple shares"],
  [256, 300, "shares must be less than 256"],
  [5, 0, "threshold must be at least one"],
  [1, 0, "threshold must be at least one"],
  [5, -3, "threshold must be at least one"],
  [3, 5, "threshold cannot be larger than shares"],
  [1, 2, "threshold cannot be larger than shares"],
  [5, 1, "threshold must be greater than one for multiple shares"],
];

for (const [shares, threshold, message] of refused) {
  test(`${threshold} of ${shares} is refused: ${message}`, () => {
    assert.throws(
      () => checkShareCounts({ shares, threshold }),
      (error) =>
        error instanceof ShamirError && error.problem === "share-counts" && error.message === message,
    );
  });
}

for (const [shares, threshold] of [
  [1, 1],
  [2, 2],
  [5, 3],
  [255, 2],
  [255, 255],
] as const) {
  test(`${threshold} of ${shares} is allowed`, () => checkShareCounts({ shares, threshold }));
}
