import assert from "node:assert/strict";
import { test } from "node:test";
import { isJsonObject, isRawNumber, numberOf, parseJson, stringifyJson } from "#client/json-text.ts";

test("numbers that a double cannot hold come out as they went in", () => {
  for (const text of ["9007199254740993", "1.50", "1e400", "-0", "1E5", "123456789012345678901234567890"]) {
    assert.equal(stringifyJson(parseJson(`{"n":${text}}`)), `{"n":${text}}`);
  }
});

test("numbers that a double holds are plain numbers", () => {
  assert.deepEqual(parseJson("[1,-2,1.5,0]"), [1, -2, 1.5, 0]);
});

test("a raw number is neither an object nor lost to arithmetic", () => {
  const value = parseJson("9007199254740993");
  assert.ok(isRawNumber(value));
  assert.equal(isJsonObject(value), false);
  assert.equal(numberOf(value), 9007199254740992);
  assert.equal(numberOf("5"), undefined);
});

test("a member called __proto__ is a member", () => {
  const value = parseJson('{"__proto__":{"policies":["root"]}}');
  assert.ok(isJsonObject(value));
  assert.deepEqual(Object.keys(value), ["__proto__"]);
  assert.equal((value as { policies?: unknown }).policies, undefined);
});
