// The index against the plain rule of §4.1.3: sort all matching rules, take the first.
import assert from "node:assert/strict";
import { test } from "node:test";
import { WildcardIndex } from "#core/policies/matching/wildcard-index.ts";
import {
  byPriority,
  matchesAfterStem,
  type WildcardRule,
  wildcardRule,
} from "#core/policies/matching/wildcard-rule.ts";
import { seededRandom } from "#test/seeded-random.ts";

const ruleOf = (text: string): WildcardRule => {
  const isPrefix = text.endsWith("*");
  const bare = isPrefix ? text.slice(0, -1) : text;
  return wildcardRule(bare, isPrefix, { capabilities: 4, constraints: undefined });
};

test("the index finds what sorting every matching rule finds", () => {
  const { below } = seededRandom(42);
  const letters = ["a", "b", "/", "/", "+"];
  const text = (longest: number) =>
    Array.from({ length: 1 + below(longest) }, () => letters[below(5)]).join("");
  for (let round = 0; round < 2000; round++) {
    const texts = Array.from({ length: 12 }, () =>
      below(2) === 0 ? `${text(6)}*` : `${text(4)}/+/${text(3)}`,
    );
    const rules = [...new Set(texts)].map(ruleOf);
    const index = new WildcardIndex(rules);
    for (let ask = 0; ask < 10; ask++) {
      const path = text(9);
      const matching = rules.filter((rule) => path.startsWith(rule.stem) && matchesAfterStem(rule, path));
      const [best] = matching.sort(byPriority);
      assert.equal(index.find(path), best?.grant, `${path} in ${texts.join(" ")}`);
    }
  }
});

test("a chain of ever longer prefixes does not make a lookup slow", () => {
  const rules = Array.from({ length: 10_000 }, (_, at) => ruleOf(`${"a".repeat(at)}*`));
  const index = new WildcardIndex(rules);
  const path = `${"a".repeat(5000)}b${"a".repeat(20_000)}`;
  const startedAt = performance.now();
  for (let round = 0; round < 100; round++) assert.equal(index.find(path), rules[5000]?.grant);
  assert.ok(performance.now() - startedAt < 1000, "100 lookups take less than a second");
});

test("thousands of + rules with long paths stay linear", () => {
  const rules = Array.from({ length: 5000 }, (_, at) => ruleOf(`${"+/".repeat(20)}${at}`));
  const index = new WildcardIndex(rules);
  const path = `${"a/".repeat(15_000)}x`;
  const startedAt = performance.now();
  assert.equal(index.find(path), undefined);
  assert.ok(performance.now() - startedAt < 500);
});

test("letters beyond the basic plane are found like any other", () => {
  const index = new WildcardIndex(["\u{ffff}a*", "\u{10000}*", "z*", "\u{d7ff}*"].map(ruleOf));
  for (const path of ["\u{ffff}ab", "\u{10000}b", "zz", "\u{d7ff}"]) assert.ok(index.find(path), path);
  assert.equal(index.find("\u{10001}"), undefined);
});
