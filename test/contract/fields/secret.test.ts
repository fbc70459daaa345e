import assert from "node:assert/strict";
import { test } from "node:test";
import { utf8, utf8Text } from "#base/bytes.ts";
import { RawJson } from "#base/json/raw-json.ts";
import { secret } from "#contract/fields/secret.ts";
import type { Parameter } from "#contract/request.ts";

const field = secret("A password.");

function parsed(parameter: Parameter): string | undefined {
  const value = field.parse(parameter);
  return value && utf8Text(value.reveal());
}

const json = (text: string) => new RawJson(utf8(text));

const texts: [string, Parameter, string | undefined][] = [
  ["text", json('"pw"'), "pw"],
  ["empty text", json('""'), ""],
  ["letters of any language", json('"ключ 🔑"'), "ключ 🔑"],
  ["escapes", json('"a\\"b\\u0041\\n"'), 'a"bA\n'],
  ["a number", json("12"), "12"],
  ["true", json("true"), "true"],
  ["null", json("null"), ""],
  ["a query's text", "pw", "pw"],
  ["an object", json("{}"), undefined],
  ["a list", json('["pw"]'), undefined],
  ["a repeated query parameter", ["a", "b"], undefined],
];
for (const [what, parameter, expected] of texts) {
  test(`${what} is read as ${JSON.stringify(expected)}`, () => assert.equal(parsed(parameter), expected));
}

test("the secret is a copy: wiping it leaves the request as it was", () => {
  const parameter = json('"pw"');
  field.parse(parameter)?.wipe();
  assert.equal(parsed(parameter), "pw");
});
