import assert from "node:assert/strict";
import { test } from "node:test";
import { encodeHex, utf8 } from "#base/bytes.ts";
import { hmacSha256 } from "#crypto/hmac-sha256.ts";
import { HmacSha256Key } from "#crypto/hmac-sha256-key.ts";

test("a reusable key gives the codes of RFC 4231", () => {
  const first = new HmacSha256Key(new Uint8Array(20).fill(0x0b));
  assert.equal(first.hex("Hi There"), "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  const second = new HmacSha256Key(utf8("Jefe"));
  assert.equal(
    second.hex(utf8("what do ya want for nothing?")),
    "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
  );
});

test("a reusable key agrees with the plain function for every length, as text and as bytes, in any order", () => {
  const secret = new Uint8Array(32).fill(9);
  const key = new HmacSha256Key(secret);
  for (const length of [0, 1, 63, 64, 65, 1365, 1366, 4095, 4096, 4097, 100_000, 3, 0]) {
    const text = "aé€😀"
      .repeat(length)
      .slice(0, length)
      .replace(/[\ud800-\udbff]$/, "z");
    const expected = encodeHex(hmacSha256(secret, text));
    assert.equal(key.hex(text), expected, `text of ${length}`);
    assert.equal(key.hex(utf8(text)), expected, `bytes of ${length}`);
  }
});

test("a reusable key refuses keys longer than a block, which it would have to hash first", () => {
  assert.throws(() => new HmacSha256Key(new Uint8Array(65)), RangeError);
});
