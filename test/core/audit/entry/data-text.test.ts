import assert from "node:assert/strict";
import { test } from "node:test";
import { utf8 } from "#base/bytes.ts";
import { DEFAULT_JSON_LIMITS } from "#base/json/json-limits.ts";
import { type JsonObject, type JsonValue, RawJson } from "#base/json/raw-json.ts";
import { JsonScanner } from "#base/json/scan-json.ts";
import { Secret } from "#base/secret.ts";
import { objectText, parametersText } from "#core/audit/entry/data-text.ts";
import { CLEAR_VALUES, HashedValues } from "#core/audit/entry/value-text.ts";
import { randomBytes } from "#crypto/secure-random.ts";
import { seededRandom } from "#test/seeded-random.ts";

const salt = randomBytes(32);
const values = new HashedValues(salt);
const hashOf = (text: string): string => values.hash(text);
const raw = (text: string): RawJson => new RawJson(utf8(text));
const hashed = (object: JsonObject, ...clear: string[]) =>
  objectText(object, { values, clearKeys: new Set(clear) });
const inClear = (object: JsonObject) => objectText(object, { values: CLEAR_VALUES, clearKeys: new Set() });

test("strings are hashed at any depth; names, numbers, booleans, null and times stay", () => {
  const object = {
    s: "text",
    list: ["a", ["b", { deep: "c" }], 1],
    number: 1.5,
    yes: true,
    nothing: null,
    time: "2020-01-02T03:04:05Z",
    empty: "",
    left: undefined,
    none: {},
    noItems: [],
  };
  const expected = {
    s: hashOf("text"),
    list: [hashOf("a"), [hashOf("b"), { deep: hashOf("c") }], 1],
    number: 1.5,
    yes: true,
    nothing: null,
    time: "2020-01-02T03:04:05Z",
    empty: hashOf(""),
    none: {},
    noItems: [],
  };
  assert.deepEqual(JSON.parse(hashed(object)), expected);
  assert.deepEqual(JSON.parse(hashed({ all: raw(JSON.stringify(object)) })), { all: expected });
});

test("a code is that of the decoded text, however the JSON wrote it", () => {
  const text = 'é"\\\n\u2028😀';
  const escaped = raw('"\\u00e9\\"\\\\\\n\\u2028\\ud83d\\ude00"');
  assert.equal(hashed({ a: escaped }), `{"a":"${hashOf(text)}"}`);
  assert.equal(hashed({ a: raw(JSON.stringify(text)) }), `{"a":"${hashOf(text)}"}`);
  assert.equal(hashed({ a: text }), `{"a":"${hashOf(text)}"}`);
});

test("numbers keep the digits they came with, hashed or not", () => {
  const json = '{"n":12345678901234567890,"f":1.50,"e":-1e400}';
  assert.equal(hashed({ v: raw(json) }), `{"v":${json}}`);
  assert.equal(inClear({ v: raw(json) }), `{"v":${json}}`);
});

test("white space between tokens goes, so that an entry is one line", () => {
  const pretty = raw('{\r\n\t"a" : [ "x" ,\n "y z" ] ,\n"b":\t{ } }\n');
  assert.equal(inClear({ v: pretty }), '{"v":{"a":["x","y z"],"b":{}}}');
  assert.equal(hashed({ v: pretty }), `{"v":{"a":["${hashOf("x")}","${hashOf("y z")}"],"b":{}}}`);
});

test("a name that stands twice in JSON is audited twice", () => {
  const twice = raw('{"a":"first","a":"second"}');
  assert.equal(hashed({ v: twice }), `{"v":{"a":"${hashOf("first")}","a":"${hashOf("second")}"}}`);
});

test("an exempt name exempts texts and lists of texts right below it, at any depth, and no objects", () => {
  const object = {
    open: "a",
    list: { open: ["b", ["c"]], other: "d" },
    deep: { open: { inner: "e", open: "f" } },
  };
  const expected = {
    open: "a",
    list: { open: ["b", ["c"]], other: hashOf("d") },
    deep: { open: { inner: hashOf("e"), open: "f" } },
  };
  assert.deepEqual(JSON.parse(hashed(object, "open")), expected);
  assert.deepEqual(JSON.parse(hashed({ all: raw(JSON.stringify(object)) }, "open")), { all: expected });
  const escapedName = raw('{"\\u006fpen":"a","o":"b"}');
  assert.deepEqual(JSON.parse(hashed({ v: escapedName }, "open")), { v: { open: "a", o: hashOf("b") } });
});

test("after an exempt list its neighbours are hashed again", () => {
  const json = raw('{"open":[["a"],{"x":"b"},"c"],"next":"d","open":"e"}');
  assert.equal(
    hashed({ v: json }, "open"),
    `{"v":{"open":[["a"],{"x":"${hashOf("b")}"},"c"],"next":"${hashOf("d")}","open":"e"}}`,
  );
});

test("bytes and secrets that have no place in JSON are hashed as bytes (CVE-2025-62513, CVE-2025-62705)", () => {
  const bytes = utf8("byte canary");
  const stray = {
    a: bytes,
    b: [Secret.ofText("byte canary")],
    c: bytes.subarray(5),
  } as unknown as JsonObject;
  assert.deepEqual(JSON.parse(hashed(stray)), {
    a: hashOf("byte canary"),
    b: [hashOf("byte canary")],
    c: hashOf("canary"),
  });
});

test("what JSON has no word for is null", () => {
  const stray = { a: Number.NaN, b: Number.POSITIVE_INFINITY, c: [() => 1] } as unknown as JsonObject;
  assert.deepEqual(JSON.parse(hashed(stray)), { a: null, b: null, c: [null] });
  assert.equal(
    hashed({ big: 12345678901234567890n } as unknown as JsonObject),
    '{"big":12345678901234567890}',
  );
});

test("parameters of a body and of a query are hashed alike; without any there is no data", () => {
  const parameters = new Map<string, RawJson | string | readonly string[]>([
    ["body", raw('"x"')],
    ["one", "x"],
    ["many", ["x", "y"]],
    ["__proto__", raw('{"polluted":"x"}')],
  ]);
  const text = parametersText(parameters, { values, clearKeys: new Set(["one"]) });
  assert.equal(
    text,
    `{"body":"${hashOf("x")}","one":"x","many":["${hashOf("x")}","${hashOf("y")}"],"__proto__":{"polluted":"${hashOf("x")}"}}`,
  );
  assert.equal(parametersText(new Map(), { values, clearKeys: new Set() }), undefined);
});

test("bytes and objects give the same text for random documents, and no string of theirs gets through", () => {
  const random = seededRandom(20_260_102);
  for (let round = 0; round < 2000; round++) {
    const value = randomValue(random, 5);
    const json = JSON.stringify(value, undefined, round % 3);
    const asBytes = raw(json);
    new JsonScanner(utf8(`{"v":${json}}`), DEFAULT_JSON_LIMITS).members();
    const text = hashed({ v: asBytes }, "open");
    assert.equal(text, hashed({ v: value }, "open"), json);
    assert.doesNotMatch(hashed({ v: asBytes }), /CANARY/);
    assert.equal(inClear({ v: asBytes }), JSON.stringify({ v: value }));
  }
});

const NAMES = ["a", "open", 'quo"te', "back\\slash", "é\u2028", "__proto__x"];
const TEXTS = ["CANARY", 'CANARY"', "\\CANARY", "CANARY\\", "\u0000CANARY", "CANARY é😀", "\\\\\\CANARY\\\\"];

function randomValue(random: ReturnType<typeof seededRandom>, depth: number): JsonValue {
  const pick = random.below(depth > 0 ? 7 : 4);
  if (pick === 0) return random.below(1_000_000) / 8;
  if (pick === 1) return random.below(2) === 0 ? null : random.below(2) === 0;
  if (pick < 4) return TEXTS[random.below(TEXTS.length)] ?? "";
  if (pick === 4) return Array.from({ length: random.below(4) }, () => randomValue(random, depth - 1));
  const members: Record<string, JsonValue> = {};
  for (let count = random.below(4); count > 0; count--) {
    members[NAMES[random.below(NAMES.length)] ?? ""] = randomValue(random, depth - 1);
  }
  return members;
}
