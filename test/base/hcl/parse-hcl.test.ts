// biome-ignore-all lint/suspicious/noTemplateCurlyInString: HCL's own placeholders, as text
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { HclError } from "#base/hcl/hcl-error.ts";
import { parseHcl } from "#base/hcl/parse-hcl.ts";
import { jsonShape } from "./json-shape.ts";

function refusal(text: string): HclError {
  try {
    parseHcl(text);
  } catch (error) {
    assert.ok(error instanceof HclError, `not a refusal: ${error}`);
    return error;
  }
  throw new Error(`accepted: ${text.slice(0, 80)}`);
}

describe("every refusal names its place", () => {
  const cases: [text: string, place: string, reason: RegExp][] = [
    ["a = 1\nb = ", "2:5", /a value is expected/],
    ['path "x" {\n  capabilities = ["read"]\n', "3:1", /{ of line 1 is not closed/],
    ['a = ["x",\n  "y"\n', "3:1", /\[ of line 1 is not closed/],
    ['a = ["x",', "1:10", /\[ of line 1 is not closed/],
    ['a = [1 "x"]', "1:8", /commas/],
    ['\n  a = "open\n', "2:7", /not closed on its line/],
    ['a = "${open"\n\n', "1:6", /'\$\{' is not closed/],
    ['a = "\\q"', "1:6", /unknown escape/],
    ['a = "\\u12"', "1:6", /unknown escape/],
    ['a = "\\U00110000"', "1:6", /does not name a character/],
    ["a = word", "1:5", /in quotes/],
    ["a = 08", "1:5", /number cannot be read/],
    ["a = 1e999", "1:5", /number cannot be read/],
    ["a = 30s", "1:7", /in quotes/],
    ['a "b" = 1', "1:7", /only one key/],
    ["a", "1:2", /must be followed by/],
    ["= 1", "1:1", /a key is expected/],
    ["{ a = 1 }", "1:3", /a string in quotes is expected/],
    ["a { { b = 1 } }", "1:5", /a key is expected/],
    ["true = 1", "1:1", /cannot be keys/],
    ["a = <<EOF\nx\n", "1:5", /heredoc EOF is not closed/],
    ["a = <<EOF x\nEOF\n", "1:5", /heredoc must begin/],
    ["a = <EOF\n", "1:5", /heredoc must begin/],
    ["a = <<\nx\n", "1:5", /heredoc must begin/],
    ["a = 1\n/* x\n", "2:1", /comment is not closed/],
    ["a = 1 / 2", "1:7", /unexpected character/],
    ["a = 1\n; b = 2", "2:1", /unexpected character/],
    ["a = -", "1:5", /unexpected character/],
    ["a = 'x'", "1:5", /unexpected character/],
    ['a = 1\nb = "x\0y"', "2:7", /NUL/],
    ["a = 1\nx\uFEFF = 2", "2:2", /unexpected character/],
    ["a = 1\r\n\r\nb == 2", "3:4", /a value is expected/],
    [
      'a = 1\n b { c = 1\n  d = 2\n  "c" = 3 }',
      "4:3",
      /^The argument "c" at 4:3 was already set\. Each argument can only be/,
    ],
    ['{"a": 1,}', "1:9", /a string in quotes/],
    ['{"a": 1} x', "1:10", /text after the end/],
    ['{"a" 1}', "1:6", /a colon is expected/],
    ['{"a": 01}', "1:8", /a comma or }/],
    ['{"a": tru}', "1:7", /a JSON value/],
    ['{"a": [1 2]}', "1:10", /a comma or \] is expected here, for the bracket opened on line 1/],
    ['{"a": "x\ny"}', "1:7", /not closed on its line/],
    ['{"a": "\\x41"}', "1:7", /escape/],
    ['{"a": "open', "1:7", /not closed/],
    ['{"a": "open\\', "1:7", /not closed/],
    ['{"a": -1e999}', "1:7", /out of range/],
    ['{"a":\n 1,\n "a": 2}', "3:2", /^The argument "a" at 3:2 was already set/],
    ['{"a": 1 // no\n}', "1:9", /a comma or }/],
  ];
  for (const [text, place, reason] of cases) {
    test(JSON.stringify(text), () => {
      const error = refusal(text);
      assert.equal(`${error.line}:${error.column}`, place);
      assert.match(error.reason, reason);
      assert.equal(error.message, `line ${error.line}, column ${error.column}: ${error.reason}`);
    });
  }

  test("a position carries the name of its source", () => {
    assert.throws(() => parseHcl("a = ", { source: "node.hcl" }), {
      position: { source: "node.hcl", line: 1, column: 5 },
    });
  });

  test("no refusal repeats a value of the text", () => {
    const canary = "hvs.CANARY";
    for (const text of [
      `token = "${canary}`,
      `token = ${canary}`,
      `token = "${canary}" "`,
      `token = ["${canary}" 1]`,
    ]) {
      assert.ok(!refusal(text).message.includes("CANARY"), text);
    }
  });
});

describe("what is accepted", () => {
  test("${…} is text, in strings and heredocs (nothing is evaluated)", () => {
    const text = 'a = "x${secret("y")}z"\nb = <<E\n${env}\nE\n';
    assert.deepEqual({ ...jsonShape(parseHcl(text)) }, { a: 'x${secret("y")}z', b: "${env}\n" });
  });

  test("repeated blocks stay apart, in their order", () => {
    const names = parseHcl('p "b" {}\np "a" {}\np "b" {}').items.map((item) => item.keys[1]?.name);
    assert.deepEqual(names, ["b", "a", "b"]);
  });

  test("JSON objects may come again under one name, as blocks do", () => {
    assert.equal(parseHcl('{"listener": {"tcp": {}}, "listener": {"tcp": {}}}').items.length, 2);
  });

  test("names such as __proto__ are names", () => {
    const text = '__proto__ { polluted = true }\nconstructor = "x"';
    assert.deepEqual(
      parseHcl(text).items.map((item) => item.keys[0].name),
      ["__proto__", "constructor"],
    );
    assert.equal(parseHcl('{"__proto__": {"policies": ["root"]}}').items[0]?.keys[0].name, "__proto__");
    assert.equal(({} as Record<string, unknown>).polluted, undefined);
  });

  test("an empty text, blanks and comments alone are an empty object", () => {
    for (const text of ["", "  \n", "# x", "/* x */", "{}", "\uFEFF"])
      assert.equal(parseHcl(text).items.length, 0);
  });
});

describe("bombs are refused before they cost anything", () => {
  const bombs: [name: string, text: () => string, kind: string][] = [
    ["a text over the length limit", () => `a = "${"x".repeat(2 ** 21)}"`, "limit"],
    ["100,000 nested blocks", () => "a {".repeat(100_000), "limit"],
    ["100,000 nested lists", () => `a = ${"[".repeat(100_000)}`, "limit"],
    ["100,000 nested JSON objects", () => '{"a":'.repeat(100_000), "limit"],
    ["100,000 nested JSON lists", () => `{"a":${"[".repeat(100_000)}`, "limit"],
    ["half a million list values", () => `a = [${"1,".repeat(500_000)}]`, "limit"],
    ["half a million keys of one block", () => `${"a ".repeat(500_000)}{}`, "limit"],
    [
      "a quarter million arguments",
      () => Array.from({ length: 150_000 }, (_, i) => `${i.toString(36)}_`).join(" "),
      "syntax",
    ],
    ["a megabyte of escapes in a string that never ends", () => `a = "${"\\\\".repeat(500_000)}`, "syntax"],
    ["a megabyte of open interpolations", () => `a = "${"${".repeat(400_000)}`, "syntax"],
    ["a megabyte of heredocs that never end", () => "a = <<E\n".repeat(100_000), "syntax"],
    ["a megabyte of escapes in JSON", () => `{"a":"${"\\n".repeat(500_000)}`, "syntax"],
    ["a megabyte of open comments", () => "/*".repeat(500_000), "syntax"],
    ["a megabyte of digits", () => `a = ${"9".repeat(1_000_000)}`, "syntax"],
    ["a megabyte of slashes", () => "/".repeat(1_000_000), "accepted"],
    [
      "a megabyte of keys that collide in no hash",
      () => `{${Array.from({ length: 60_000 }, (_, i) => `"k${i}":1`).join()}}`,
      "accepted",
    ],
  ];
  for (const [name, text, kind] of bombs) {
    test(name, () => {
      const bomb = text();
      const startedAt = performance.now();
      const outcome = kindOf(bomb);
      const tookMs = performance.now() - startedAt;
      assert.equal(outcome, kind);
      assert.ok(tookMs < 200, `took ${tookMs} ms`);
    });
  }

  test("a policy of a megabyte is read within a second", () => {
    const rules = Array.from(
      { length: 20_000 },
      (_, i) => `path "secret/${i}" { capabilities = ["read"] }`,
    ).join("\n");
    const startedAt = performance.now();
    assert.equal(parseHcl(rules).items.length, 20_000);
    assert.ok(performance.now() - startedAt < 1000);
  });

  test("limits are the caller's to narrow", () => {
    assert.throws(() => parseHcl("a = 12345", { maxLength: 8 }), { kind: "limit" });
    assert.throws(() => parseHcl("a { b {} }", { maxDepth: 1 }), { kind: "limit" });
    assert.throws(() => parseHcl("a = 1\nb = 2", { maxItems: 1 }), {
      kind: "limit",
      reason: "more than 1 items",
    });
  });
});

function kindOf(text: string): string {
  try {
    parseHcl(text);
    return "accepted";
  } catch (error) {
    return error instanceof HclError ? error.kind : String(error);
  }
}
