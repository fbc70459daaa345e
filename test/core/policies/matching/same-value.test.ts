import assert from "node:assert/strict";
import { test } from "node:test";
import { utf8 } from "#base/bytes.ts";
import { type JsonValue, RawJson } from "#base/json/raw-json.ts";
import { isAmong } from "#core/policies/matching/same-value.ts";

test("JSON inside JSON that was kept as bytes is compared by what it says", () => {
  const raw = new RawJson(utf8('{"k":[1,"x"]}'));
  assert.equal(isAmong({ outer: raw }, [{ outer: { k: [1, "x"] } }]), true);
  assert.equal(isAmong({ outer: raw }, [{ outer: { k: [1] } }]), false);
});

test("null is equal to nothing, itself included", () => {
  assert.equal(isAmong(null, ["", 0, false, []]), false);
  assert.equal(isAmong([null], [[""], [0]]), false);
});

test("the order of members does not matter, their number does", () => {
  assert.equal(isAmong({ a: 1, b: 2 }, [{ b: 2, a: 1 }]), true);
  assert.equal(isAmong({ a: 1 }, [{ a: 1, b: 2 }]), false);
  assert.equal(isAmong({ a: 1, b: undefined } as unknown as JsonValue, [{ a: 1 }]), false);
});

test("a glob takes time linear in the text, whatever it says", () => {
  const text = "a".repeat(1_000_000);
  const startedAt = performance.now();
  for (const glob of [`*${"a".repeat(500)}b*`, `${"*a".repeat(500)}*`, `*${text}b`]) {
    assert.equal(isAmong(text, [glob]), false);
  }
  assert.ok(performance.now() - startedAt < 1000);
});
