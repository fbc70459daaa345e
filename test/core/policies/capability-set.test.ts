import assert from "node:assert/strict";
import { test } from "node:test";
import {
  bitOfWord,
  bitsOfLegacyWord,
  DENY,
  grantsSomething,
  NOTHING,
  unite,
  wordsOf,
} from "#core/policies/capability-set.ts";

const WORDS = ["sudo", "read", "list", "update", "delete", "create", "patch"];

test("every word has a bit of its own, and comes back in order", () => {
  const bits = WORDS.map((word) => bitOfWord(word) ?? NOTHING);
  assert.equal(new Set(bits).size, WORDS.length);
  assert.deepEqual(wordsOf(bits.reduce(unite, NOTHING)), WORDS);
});

test("a deny swallows whatever it meets", () => {
  for (const word of WORDS) assert.equal(unite(bitOfWord(word) ?? NOTHING, DENY), DENY);
  assert.deepEqual(wordsOf(DENY), ["deny"]);
  assert.equal(grantsSomething(DENY), false);
  assert.equal(grantsSomething(NOTHING), false);
});

test("names that every object inherits are no capabilities", () => {
  for (const word of ["constructor", "__proto__", "toString", "hasOwnProperty"]) {
    assert.equal(bitOfWord(word), undefined);
    assert.equal(bitsOfLegacyWord(word), undefined);
  }
});
