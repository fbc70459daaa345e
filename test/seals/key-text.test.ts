// U1, U2 and U3 of the bad-input corpus (security.md §5), and what Vault takes for a key.
import assert from "node:assert/strict";
import { test } from "node:test";
import { VaultError } from "#base/vault-error.ts";
import { randomBytes } from "#crypto/secure-random.ts";
import { decodeKeyText } from "#seals/key-text.ts";

const ABSENT = "'key' must be specified in request body as JSON, or 'reset' set to true";
const NEITHER = "'key' must be a valid hex or base64 string";
const SHORT = "invalid key: key is shorter than minimum 16 bytes";
const LONG = "invalid key: key is longer than maximum 33 bytes";

const refused: [string, string | undefined, string][] = [
  ["no key", undefined, ABSENT],
  ["an empty key", "", ABSENT],
  ["a word", "not a key!", NEITHER],
  ["two letters", "zz", NEITHER],
  ["hexadecimal of one byte, which is no base64", "00", NEITHER],
  ["hexadecimal of 15 bytes, which is no base64", "ab".repeat(15), NEITHER],
  ["hexadecimal of an odd length", "a".repeat(65), NEITHER],
  ["hexadecimal with a line end", `${"ab".repeat(33)}\n`, NEITHER],
  ["hexadecimal after a blank", ` ${"ab".repeat(33)}`, NEITHER],
  ["base64 with a blank inside", `${"/v7+".repeat(5)} ${"/v7+".repeat(6)}`, NEITHER],
  ["base64 without padding", "/v7+".repeat(10).concat("/v4"), NEITHER],
  ["base64 padded in the middle", "/v4=".repeat(11), NEITHER],
  ["base64url", "_v7-".repeat(11), NEITHER],
  ["base64 whose last letter has bits to spare", "/v7+".repeat(10).concat("/v5="), NEITHER],
  ["text beyond ASCII", "ключ".repeat(11), NEITHER],
  ["base64 of 10 bytes", "/v7+/v7+/v7+/g==", SHORT],
  ["base64 of 15 bytes", "/v7+".repeat(5), SHORT],
  ["line ends alone", "\r\n\n", SHORT],
  ["hexadecimal of 10 bytes, read as base64 of 15", "ab".repeat(10), SHORT],
  ["base64 of 34 bytes", "/v7+".repeat(11).concat("/g=="), LONG],
  ["hexadecimal of 34 bytes, read as base64 of 51", "ab".repeat(34), LONG],
  ["hexadecimal of 64 bytes, read as base64 of 96", "ab".repeat(64), LONG],
  ["a million letters", "A".repeat(1_000_000), LONG],
];

for (const [what, text, message] of refused) {
  test(`${what} is refused: ${message}`, () => {
    assert.throws(
      () => decodeKeyText(text),
      (error) => error instanceof VaultError && error.code === "invalid_request" && error.message === message,
    );
  });
}

for (const length of [16, 17, 31, 32, 33]) {
  test(`${length} bytes are taken in hexadecimal, small or capital, and in base64`, () => {
    const bytes = randomBytes(length);
    for (const text of [bytes.toHex(), bytes.toHex().toUpperCase(), bytes.toBase64()]) {
      assert.deepEqual(decodeKeyText(text).reveal(), bytes);
    }
  });
}

test("line ends in base64 are skipped, as pasted keys have them", () => {
  const bytes = randomBytes(33);
  const text = bytes.toBase64();
  for (const pasted of [`${text}\n`, `${text}\r\n`, `${text.slice(0, 20)}\n${text.slice(20)}`]) {
    assert.deepEqual(decodeKeyText(pasted).reveal(), bytes);
  }
});

test("text that is both is hexadecimal while that gives a key's length", () => {
  assert.equal(decodeKeyText("ab".repeat(22)).length, 22);
  assert.equal(decodeKeyText("ab".repeat(12)).length, 18, "24 letters: 12 bytes are no key, base64 of 18 is");
});
