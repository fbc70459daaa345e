import assert from "node:assert/strict";
import { test } from "node:test";
import { InvariantError } from "#base/assert.ts";
import type { Random } from "#base/random.ts";
import { secureRandom } from "#crypto/secure-random.ts";
import { combineShares } from "#crypto/shamir/combine-shares.ts";
import { ShamirError } from "#crypto/shamir/shamir-error.ts";
import { splitSecret } from "#crypto/shamir/split-secret.ts";
import { seededRandom } from "#test/seeded-random.ts";

/** All subsets of `size` of `items`. */
function subsets<T>(items: readonly T[], size: number): T[][] {
  if (size === 0) return [[]];
  return items.flatMap((item, at) => subsets(items.slice(at + 1), size - 1).map((rest) => [item, ...rest]));
}

test("each of the ten subsets of three out of five shares brings the secret back, in any order", () => {
  const secret = secureRandom.bytes(32);
  const shares = splitSecret(secret, { shares: 5, threshold: 3 });
  const chosen = subsets(shares, 3);
  assert.equal(chosen.length, 10);
  for (const [a, b, c] of chosen as [Uint8Array, Uint8Array, Uint8Array][]) {
    assert.deepEqual(combineShares([a, b, c]), secret);
    assert.deepEqual(combineShares([c, a, b]), secret);
  }
});

test("more shares than the threshold bring the secret back too", () => {
  const secret = secureRandom.bytes(32);
  const shares = splitSecret(secret, { shares: 5, threshold: 3 });
  for (const size of [4, 5])
    for (const some of subsets(shares, size)) assert.deepEqual(combineShares(some), secret);
});

test("fewer shares than the threshold give something else", () => {
  const secret = secureRandom.bytes(32);
  const shares = splitSecret(secret, { shares: 5, threshold: 3 });
  for (const pair of subsets(shares, 2)) assert.notDeepEqual(combineShares(pair), secret);
});

test("random counts, lengths and choices of shares bring random secrets back", () => {
  const random = seededRandom(3);
  for (let round = 0; round < 300; round++) {
    const shares = 2 + random.below(round % 10 === 0 ? 254 : 12);
    const threshold = 2 + random.below(shares - 1);
    const secret = random.bytes(1 + random.below(48));
    const made = splitSecret(secret, { shares, threshold }, random);
    assert.equal(made.length, shares);
    const start = random.below(shares);
    const chosen = Array.from({ length: threshold }, (_, at) => made[(start + at) % shares] as Uint8Array);
    assert.deepEqual(combineShares(chosen), secret, `round ${round}: ${threshold} of ${shares}`);
  }
});

test("255 of 255 works", () => {
  const secret = secureRandom.bytes(32);
  const shares = splitSecret(secret, { shares: 255, threshold: 255 });
  assert.deepEqual(combineShares(shares), secret);
  assert.notDeepEqual(combineShares(shares.slice(1)), secret);
});

test("a share is the values, then the coordinate", () => {
  const shares = splitSecret(secureRandom.bytes(32), { shares: 255, threshold: 2 });
  for (const share of shares) assert.equal(share.length, 33);
  assert.deepEqual(
    shares.map((share) => share[32] as number).sort((a, b) => a - b),
    Array.from({ length: 255 }, (_, at) => at + 1),
  );
});

test("the only share of one of one is a copy of the raw secret", () => {
  const secret = secureRandom.bytes(32);
  const [share, ...more] = splitSecret(secret, { shares: 1, threshold: 1 });
  assert.deepEqual(share, secret);
  assert.equal(more.length, 0);
  share?.fill(0);
  assert.notDeepEqual(share, secret);
});

test("splitting leaves the secret as it was", () => {
  const secret = new Uint8Array(32).fill(0x5c);
  splitSecret(secret, { shares: 5, threshold: 3 });
  assert.ok(secret.every((byte) => byte === 0x5c));
});

test("an empty secret is refused", () => {
  assert.throws(
    () => splitSecret(new Uint8Array(0), { shares: 5, threshold: 3 }),
    (error) => error instanceof ShamirError && error.problem === "empty-secret",
  );
});

/** Coordinates come as they may; the n-th row of coefficients is `rows[n]`. The rows handed out are kept. */
function scriptedRandom(rows: readonly Uint8Array[]): Random & { given: Uint8Array[] } {
  const given: Uint8Array[] = [];
  return {
    given,
    bytes(length) {
      if (length === 1) return new Uint8Array(1);
      const row = (rows[given.length] as Uint8Array).slice();
      assert.equal(length, row.length);
      given.push(row);
      return row;
    },
  };
}

test("the random coefficients are wiped", () => {
  const random = scriptedRandom([new Uint8Array(32).fill(7), new Uint8Array(32).fill(9)]);
  splitSecret(new Uint8Array(32).fill(1), { shares: 5, threshold: 3 }, random);
  assert.equal(random.given.length, 2);
  for (const row of random.given) assert.ok(row.every((byte) => byte === 0));
});

test("a random source that gives too little ends the process", () => {
  const short: Random = { bytes: (length) => new Uint8Array(length === 1 ? 1 : length - 1) };
  assert.throws(() => splitSecret(new Uint8Array(32), { shares: 2, threshold: 2 }, short), InvariantError);
});

// Secrecy is proved, not sampled: over all choices of the coefficients, what threshold - 1 holders see takes every
// value exactly once, whatever the secret. A long secret of equal bytes tries all choices in one split.
test("one share of two says nothing about the secret: each value occurs once over all coefficients", () => {
  const everyByte = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  for (const secretByte of [0, 1, 0x53, 0xff]) {
    const secret = new Uint8Array(256).fill(secretByte);
    const shares = splitSecret(secret, { shares: 255, threshold: 2 }, scriptedRandom([everyByte]));
    for (const share of shares) assert.equal(new Set(share.subarray(0, 256)).size, 256);
  }
});

test("two shares of three say nothing about the secret: each pair of values occurs once over all coefficients", () => {
  const low = Uint8Array.from({ length: 65_536 }, (_, choice) => choice & 255);
  const high = Uint8Array.from({ length: 65_536 }, (_, choice) => choice >> 8);
  for (const secretByte of [0, 0xa7]) {
    const secret = new Uint8Array(65_536).fill(secretByte);
    const shares = splitSecret(secret, { shares: 5, threshold: 3 }, scriptedRandom([low, high]));
    for (const [a, b] of subsets(shares, 2) as [Uint8Array, Uint8Array][]) {
      const seen = new Set<number>();
      for (let choice = 0; choice < 65_536; choice++) {
        seen.add(((a[choice] as number) << 8) | (b[choice] as number));
      }
      assert.equal(seen.size, 65_536);
    }
  }
});

test("with the system's randomness the values of a share are uniform", () => {
  const counts = new Float64Array(256);
  const secret = new Uint8Array(4096);
  const splits = 64;
  for (let split = 0; split < splits; split++) {
    const [share] = splitSecret(secret, { shares: 2, threshold: 2 });
    for (const byte of share?.subarray(0, -1) ?? []) counts[byte] = (counts[byte] ?? 0) + 1;
  }
  const expected = (secret.length * splits) / 256;
  const chiSquare = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  // 255 degrees of freedom: beyond these bounds with a chance below 1e-11.
  assert.ok(chiSquare > 125 && chiSquare < 450, `chi square ${chiSquare}`);
});
