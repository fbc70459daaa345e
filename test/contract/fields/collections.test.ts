import assert from "node:assert/strict";
import { test } from "node:test";
import { utf8 } from "#base/bytes.ts";
import { RawJson } from "#base/json/raw-json.ts";
import { integerList } from "#contract/fields/collections.ts";

const list = integerList("Numbers.");
const parsed = (text: string) => list.parse(new RawJson(utf8(text)));

const good: [string, number[]][] = [
  ["[1,2]", [1, 2]],
  ['"1, 2,,3"', [1, 2, 3]],
  ['["4"," 5 "]', [4, 5]],
  ["6", [6]],
  ["-1", [-1]],
  ['""', []],
  ["[]", []],
  ["null", []],
];
for (const [text, numbers] of good) {
  test(`${text} is the list ${JSON.stringify(numbers)}`, () => assert.deepEqual(parsed(text), numbers));
}

for (const text of [
  "[1.5]",
  "[1e400]",
  "9007199254740993",
  '["x"]',
  '"0x1"',
  "[true]",
  "[null]",
  "{}",
  "[[1]]",
  "true",
]) {
  test(`${text} is no list of integers`, () => assert.equal(parsed(text), undefined));
}
