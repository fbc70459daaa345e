import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { combine as oracleCombine, split as oracleSplit } from "shamir-secret-sharing";
import { secureRandom } from "#crypto/secure-random.ts";
import { combineShares } from "#crypto/shamir/combine-shares.ts";
import { ShamirError, type ShamirProblem } from "#crypto/shamir/shamir-error.ts";
import { splitSecret } from "#crypto/shamir/split-secret.ts";

const share = (hex: string): Uint8Array => Uint8Array.fromHex(hex);

const refused: [string, Uint8Array[], ShamirProblem][] = [
  ["no shares", [], "no-shares"],
  ["an empty share", [new Uint8Array(0)], "share-too-short"],
  ["empty shares", [new Uint8Array(0), new Uint8Array(0)], "share-too-short"],
  ["shares without a value", [share("01"), share("02")], "share-too-short"],
  ["a longer second share", [share("aa01"), share("aabb02")], "unequal-lengths"],
  ["an empty second share", [share("aa01"), new Uint8Array(0)], "unequal-lengths"],
  ["coordinate 0 first", [share("aa00"), share("bb01")], "zero-coordinate"],
  ["coordinate 0 last", [share("aa01"), share("bb00")], "zero-coordinate"],
  ["two at coordinate 0", [share("aa00"), share("bb00")], "zero-coordinate"],
  ["the same share twice", [share("aa01"), share("aa01")], "duplicate-coordinate"],
  ["two values at one coordinate", [share("aa01"), share("bb02"), share("cc01")], "duplicate-coordinate"],
];

for (const [what, shares, problem] of refused) {
  test(`${what}: refused as ${problem}, and no byte is told`, () => {
    const before = shares.map((each) => each.slice());
    assert.throws(
      () => combineShares(shares),
      (error) => {
        assert.ok(error instanceof ShamirError);
        assert.equal(error.problem, problem);
        assert.doesNotMatch(
          `${error.message} ${inspect(error).split("\n    at")[0]}`,
          /aa|bb|cc|170|187|204/,
        );
        return true;
      },
    );
    assert.deepEqual(shares, before);
  });
}

test("a worked example: the line through (1, 0x41 + 0x0c) and (2, 0x41 + 2·0x0c) meets 0 at 0x41", () => {
  assert.deepEqual(combineShares([share("4d01"), share("5902")]), share("41"));
});

test("a single share is the secret itself, as a copy", () => {
  const only = share("0102030400");
  const secret = combineShares([only]);
  assert.deepEqual(secret, only);
  secret.fill(0);
  assert.equal(only[0], 1);
});

test("a flipped bit of a share gives another secret and no error: the scheme has no integrity", () => {
  const secret = secureRandom.bytes(32);
  const [a, b] = splitSecret(secret, { shares: 2, threshold: 2 }) as [Uint8Array, Uint8Array];
  a[5] = (a[5] as number) ^ 1;
  const wrong = combineShares([a, b]);
  assert.equal(wrong.length, 32);
  assert.notDeepEqual(wrong, secret);
});

// An independent implementation of the same layout, audited twice; it has tables, so it stays out of the product.
test("shares made here combine in the oracle, and the oracle's combine here", async () => {
  for (const [shares, threshold] of [
    [2, 2],
    [3, 2],
    [5, 3],
    [10, 10],
    [255, 7],
  ] as const) {
    const secret = secureRandom.bytes(32);
    const ours = splitSecret(secret, { shares, threshold });
    assert.deepEqual(new Uint8Array(await oracleCombine(ours.slice(-threshold))), secret);
    const theirs = await oracleSplit(secret, shares, threshold);
    assert.deepEqual(combineShares(theirs.slice(0, threshold)), secret);
  }
});
