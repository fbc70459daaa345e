import assert from "node:assert/strict";
import { test } from "node:test";
import { utf8 } from "#base/bytes.ts";
import { hmacSha256 } from "#crypto/hmac-sha256.ts";

const filled = (byte: number, length: number): Uint8Array => new Uint8Array(length).fill(byte);

// RFC 4231 section 4. Case 5 is published as its first 128 bits.
const vectors: [string, Uint8Array, Uint8Array, string][] = [
  [
    "4.2, a short key",
    filled(0x0b, 20),
    utf8("Hi There"),
    "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
  ],
  [
    "4.3, a key shorter than the digest",
    utf8("Jefe"),
    utf8("what do ya want for nothing?"),
    "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
  ],
  [
    "4.4, key and data longer than 64 bytes together",
    filled(0xaa, 20),
    filled(0xdd, 50),
    "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe",
  ],
  [
    "4.5, the same with another key",
    Uint8Array.from({ length: 25 }, (_, at) => at + 1),
    filled(0xcd, 50),
    "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b",
  ],
  [
    "4.6, cut to 128 bits",
    filled(0x0c, 20),
    utf8("Test With Truncation"),
    "a3b6167473100ee06e0c796c2955552b",
  ],
  [
    "4.7, a key longer than a block",
    filled(0xaa, 131),
    utf8("Test Using Larger Than Block-Size Key - Hash Key First"),
    "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
  ],
  [
    "4.8, key and data longer than a block",
    filled(0xaa, 131),
    utf8(
      "This is a test using a larger than block-size key and a larger than block-size data. " +
        "The key needs to be hashed before being used by the HMAC algorithm.",
    ),
    "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2",
  ],
];

for (const [name, key, message, expected] of vectors) {
  test(`RFC 4231 section ${name}`, () => {
    const digest = hmacSha256(key, message);
    assert.equal(digest.length, 32);
    assert.equal(digest.toHex().slice(0, expected.length), expected);
  });
}

test("a message given as text is its UTF-8", () => {
  assert.deepEqual(hmacSha256(utf8("key"), "schlüssel ✓"), hmacSha256(utf8("key"), utf8("schlüssel ✓")));
});
