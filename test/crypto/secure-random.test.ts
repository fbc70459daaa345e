import assert from "node:assert/strict";
import { test } from "node:test";
import { fillRandom, randomBytes, secureRandom } from "#crypto/secure-random.ts";

test("as many bytes come as were asked for, in memory of their own", () => {
  for (const length of [0, 1, 12, 32, 511, 512, 513, 4096, 4097, 65_536]) {
    const bytes = randomBytes(length);
    assert.equal(bytes.length, length);
    assert.equal(bytes.buffer.byteLength, length);
  }
  assert.equal(secureRandom.bytes(48).length, 48);
});

test("a hundred thousand draws of sixteen bytes never repeat", () => {
  const seen = new Set<string>();
  for (let draw = 0; draw < 100_000; draw++) seen.add(randomBytes(16).toHex());
  assert.equal(seen.size, 100_000);
});

for (const length of [1, 7, 512, 513]) {
  test(`every byte is equally likely in draws of ${length}`, () => {
    const counts = new Float64Array(256);
    const draws = Math.ceil(256_000 / length);
    for (let draw = 0; draw < draws; draw++)
      for (const byte of randomBytes(length)) counts[byte] = (counts[byte] ?? 0) + 1;
    const expected = (draws * length) / 256;
    const chiSquare = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    // 255 degrees of freedom: beyond these bounds with a chance below 1e-11.
    assert.ok(chiSquare > 125 && chiSquare < 450, `chi square ${chiSquare}`);
  });
}

test("filling a part leaves the rest", () => {
  for (const length of [16, 1000]) {
    const whole = new Uint8Array(length + 32);
    fillRandom(whole.subarray(16, 16 + length));
    assert.ok(whole.subarray(0, 16).every((byte) => byte === 0));
    assert.ok(whole.subarray(16 + length).every((byte) => byte === 0));
    assert.ok(whole.subarray(16, 32).some((byte) => byte !== 0));
  }
});
