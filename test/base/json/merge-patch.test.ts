import assert from "node:assert/strict";
import { test } from "node:test";
import { utf8 } from "#base/bytes.ts";
import { mergePatch } from "#base/json/merge-patch.ts";
import { parseKeepingNumbers } from "#base/json/raw-json.ts";

function merged(target: string, patch: string): string {
  return JSON.stringify(mergePatch(parseKeepingNumbers(utf8(target)), parseKeepingNumbers(utf8(patch))));
}

// The table of RFC 7396, appendix A.
const published: [string, string, string][] = [
  ['{"a":"b"}', '{"a":"c"}', '{"a":"c"}'],
  ['{"a":"b"}', '{"b":"c"}', '{"a":"b","b":"c"}'],
  ['{"a":"b"}', '{"a":null}', "{}"],
  ['{"a":"b","b":"c"}', '{"a":null}', '{"b":"c"}'],
  ['{"a":["b"]}', '{"a":"c"}', '{"a":"c"}'],
  ['{"a":"c"}', '{"a":["b"]}', '{"a":["b"]}'],
  ['{"a":{"b":"c"}}', '{"a":{"b":"d","c":null}}', '{"a":{"b":"d"}}'],
  ['{"a":[{"b":"c"}]}', '{"a":[1]}', '{"a":[1]}'],
  ['["a","b"]', '["c","d"]', '["c","d"]'],
  ['{"a":"b"}', '["c"]', '["c"]'],
  ['{"a":"foo"}', "null", "null"],
  ['{"a":"foo"}', '"bar"', '"bar"'],
  ['{"e":null}', '{"a":1}', '{"e":null,"a":1}'],
  ["[1,2]", '{"a":"b","c":null}', '{"a":"b"}'],
  ["{}", '{"a":{"bb":{"ccc":null}}}', '{"a":{"bb":{}}}'],
];

for (const [target, patch, expected] of published) {
  test(`${patch} on ${target} gives ${expected}`, () => assert.equal(merged(target, patch), expected));
}

test("numbers keep their digits on both sides", () => {
  const target = '{"kept":9007199254740993,"replaced":1}';
  const patch = '{"replaced":123456789012345678901234567890.50}';
  assert.equal(
    merged(target, patch),
    '{"kept":9007199254740993,"replaced":123456789012345678901234567890.50}',
  );
});

test("a member called __proto__ is a member", () => {
  assert.equal(merged('{"a":1}', '{"__proto__":{"b":2}}'), '{"a":1,"__proto__":{"b":2}}');
  assert.equal(({} as { b?: number }).b, undefined);
});
