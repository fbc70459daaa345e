import assert from "node:assert/strict";
import { test } from "node:test";
import { escapeControls } from "#apps/cli/output/escape-controls.ts";
import { holdsSeconds, humanDuration } from "#apps/cli/output/human-duration.ts";
import { jsonOutput, sortedMembers } from "#apps/cli/output/json-output.ts";
import { plainText, quotedList } from "#apps/cli/output/plain-text.ts";
import { columns, table } from "#apps/cli/output/table.ts";
import { yamlOutput } from "#apps/cli/output/yaml-output.ts";
import { parseJson } from "#client/json-text.ts";

test("a table is aligned, underlined, without spaces at line ends", () => {
  assert.equal(
    table([
      ["Key", "Value"],
      ["a", "1"],
      ["longer key", ""],
    ]),
    "Key           Value\n---           -----\na             1\nlonger key    n/a\n",
  );
});

test("columns count characters, not UTF-16 units", () => {
  assert.equal(
    columns([
      ["日本𝒳", "x"],
      ["abc", "y"],
    ]),
    "日本𝒳    x\nabc    y\n",
  );
});

test("seconds become durations", () => {
  const cases: [number, string][] = [
    [0, "0s"],
    [45, "45s"],
    [60, "1m"],
    [3600, "1h"],
    [5400, "1h30m"],
    [3605, "1h5s"],
    [2764800, "768h"],
  ];
  for (const [seconds, text] of cases) assert.equal(humanDuration(seconds), text);
  for (const name of ["ttl", "max_ttl", "period", "lease_duration", "token_period"])
    assert.ok(holdsSeconds(name), name);
  for (const name of ["title", "tty", "battle", "throttle"]) assert.ok(!holdsSeconds(name), name);
});

test("values are shown as Go prints them", () => {
  assert.equal(plainText({ b: [1, "x", null, true], a: {} }), "map[a:map[] b:[1 x <nil> true]]");
  assert.equal(plainText(parseJson("9007199254740993")), "9007199254740993");
  assert.equal(quotedList(["default", "root"]), '["default" "root"]');
  assert.equal(quotedList(undefined), "[]");
});

test("what could drive a terminal is shown as escapes; line ends and tabs stay", () => {
  assert.equal(escapeControls("\x1b[31mred\x1b[0m"), "\\u001b[31mred\\u001b[0m");
  assert.equal(escapeControls("a\nb\tc\rd\x07\x9b\u202e"), "a\nb\tc\\u000dd\\u0007\\u009b\\u202e");
  assert.equal(escapeControls("Grüße 日本 ∞"), "Grüße 日本 ∞");
});

test("JSON keeps numbers and sorts the members of maps", () => {
  const value = parseJson('{"b":9007199254740993,"a":{"d":1.50,"c":null}}');
  assert.equal(
    jsonOutput(sortedMembers(value)),
    '{\n  "a": {\n    "c": null,\n    "d": 1.50\n  },\n  "b": 9007199254740993\n}',
  );
});

test("YAML quotes what a YAML 1.1 reader would take for something else", () => {
  const value = parseJson(
    '{"n":5,"sealed":false,"s":"false","t":"2026-11-23T21:13:19Z","v":"1.10","e":"","l":["x"]}',
  );
  assert.equal(
    yamlOutput(value),
    'e: ""\nl:\n- x\n"n": 5\ns: "false"\nsealed: false\nt: "2026-11-23T21:13:19Z"\nv: "1.10"\n',
  );
});

test("YAML keeps numbers as they were written", () => {
  assert.equal(
    yamlOutput(parseJson('{"big":123456789012345678901,"f":1.50}')),
    "big: 123456789012345678901\nf: 1.50\n",
  );
});
