import assert from "node:assert/strict";
import { test } from "node:test";
import { utf8 } from "#base/bytes.ts";
import { equalSecrets } from "#crypto/equal.ts";

const cases: [string, Uint8Array | string, Uint8Array | string, boolean][] = [
  ["the same text", "hvs.abc", "hvs.abc", true],
  ["text and its bytes", "hvs.abc", utf8("hvs.abc"), true],
  ["equal bytes in different memory", utf8("secret"), utf8("secret"), true],
  ["two empty secrets", "", new Uint8Array(0), true],
  ["a different last byte", "hvs.abc", "hvs.abd", false],
  ["a prefix", "hvs.abc", "hvs.ab", false],
  ["an empty and a full secret", "", "hvs.abc", false],
  ["a trailing zero byte", utf8("a"), utf8("a\0"), false],
];

for (const [name, a, b, expected] of cases) {
  test(`secrets are compared in constant time (CVE-2026-63132): ${name}: ${expected ? "equal" : "not equal"}, whichever comes first`, () => {
    assert.equal(equalSecrets(a, b), expected);
    assert.equal(equalSecrets(b, a), expected);
  });
}
