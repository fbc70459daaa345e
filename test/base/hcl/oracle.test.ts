// Our parser against Go's HCL 1 (js-hcl-parser), by the JSON that each makes of a text.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { parseHcl } from "#base/hcl/parse-hcl.ts";
import { generateHcl, generateJson } from "./generated-document.ts";
import { flattenJson, jsonShape } from "./json-shape.ts";
import { oracleRefusesSyntax, oracleShape } from "./oracle.ts";

const CORPUS = join(import.meta.dirname, "testdata");
const RUNS = Number(process.env.HCL_ORACLE_RUNS ?? 400);

/** Through JSON, so that -0, prototypes and key order do not count. */
function ours(text: string): unknown {
  const object = parseHcl(text);
  return JSON.parse(
    JSON.stringify(jsonShape(text.trimStart().startsWith("{") ? flattenJson(object) : object)),
  );
}

describe("agreement with Go's HCL 1", () => {
  for (const file of readdirSync(CORPUS)) {
    test(`on ${file}`, () => {
      const text = readFileSync(join(CORPUS, file), "utf8");
      const expected = oracleShape(text);
      assert.ok(expected !== undefined, "the oracle must accept the corpus");
      assert.deepEqual(ours(text), expected);
    });
  }

  for (const [language, generate] of [
    ["HCL", generateHcl],
    ["JSON", generateJson],
  ] as const) {
    test(`on ${RUNS} generated ${language} documents`, () => {
      let compared = 0;
      for (let seed = 1; seed <= RUNS; seed++) {
        const text = generate(seed);
        const actual = ours(text);
        const expected = oracleShape(text);
        assert.ok(!oracleRefusesSyntax(text), `seed ${seed}: the oracle refuses\n${text}`);
        // Go's decoder gives up where blocks of one name have labels here and none there; its parser does not.
        if (expected === undefined) continue;
        compared++;
        assert.deepEqual(actual, expected, `seed ${seed}:\n${text}`);
      }
      assert.ok(compared > RUNS * 0.7, `only ${compared} were compared`);
    });
  }

  test("a text that Go's parser refuses is refused, when one character of a good one is lost", () => {
    let refusedByBoth = 0;
    for (let seed = 1; seed <= RUNS; seed++) {
      const whole = generateHcl(seed);
      if (whole === "") continue;
      const at = (seed * 7919) % whole.length;
      const text = whole.slice(0, at) + whole.slice(at + 1);
      if (!oracleRefusesSyntax(text) || DELIBERATE.some((pattern) => pattern.test(text))) continue;
      if (isAccepted(text)) assert.fail(`seed ${seed}: accepted, Go refuses:\n${text}`);
      refusedByBoth++;
    }
    assert.ok(refusedByBoth > RUNS / 20, `only ${refusedByBoth} cut texts were refused`);
  });
});

/** Shapes where accepting more than Go does is meant: see "what differs". */
const DELIBERATE = [/[^0-9]\.\d+[eE]/, /EOT$/, /<<-/];

function isAccepted(text: string): boolean {
  try {
    parseHcl(text);
    return true;
  } catch {
    return false;
  }
}

describe("what differs from Go's HCL 1, on purpose", () => {
  test("an argument given twice is refused (as Vault 1.21's own fork does)", () => {
    assert.deepEqual(oracleShape("a = 1\na = 2"), { a: 2 });
    assert.throws(() => parseHcl("a = 1\na = 2"), { kind: "duplicate" });
    assert.deepEqual(oracleShape('{"a": 1, "a": 2}'), { a: 2 });
    assert.throws(() => parseHcl('{"a": 1, "a": 2}'), { kind: "duplicate" });
  });

  test("a heredoc may end with the text, and the indented form with an unindented word", () => {
    for (const text of ["a = <<EOF\nfoo\nEOF", "a = <<-EOF\nfoo\nEOF\n"]) {
      assert.equal(oracleShape(text), undefined);
      assert.deepEqual(ours(text), { a: "foo\n" });
    }
  });

  test("empty places in a list, and lists in a list without commas, are refused", () => {
    for (const text of ["a = [1,,2]", "a = [[1][2]]"]) {
      assert.ok(oracleShape(text) !== undefined);
      assert.throws(() => parseHcl(text), { kind: "syntax" });
    }
  });

  test("a number that runs into a word is refused: a forgotten quote, not a second argument", () => {
    assert.deepEqual(oracleShape("a = 1b = 2"), { a: 1, b: 2 });
    assert.throws(() => parseHcl("a = 1b = 2"), /in quotes/);
  });

  test("byte escapes beyond ASCII and halves of surrogate pairs are refused, since text is text", () => {
    assert.throws(() => parseHcl('a = "\\x80"'), /does not name a character/);
    assert.throws(() => parseHcl('a = "\\377"'), /does not name a character/);
    assert.throws(() => parseHcl('a = "\\ud800"'), /does not name a character/);
    assert.throws(() => parseHcl('{"a": "\\ud800"}'), /names no character/);
    assert.deepEqual(ours('{"a": "\\ud83d\\ude00\\/"}'), { a: "😀/" });
  });

  test("an argument and a block of one name may stand together; whoever reads them decides", () => {
    assert.equal(oracleShape("x { y = 1 }\nx = 5"), undefined);
    assert.equal(parseHcl("x { y = 1 }\nx = 5").items.length, 2);
  });

  test("integers beyond 32 bits keep their digits", () => {
    const item = parseHcl("a = 9007199254740993").items[0];
    assert.ok(item?.value.kind === "number" && item.value.text === "9007199254740993");
  });

  test("a byte order mark is passed over", () => {
    assert.deepEqual(ours("\uFEFFa = 1"), { a: 1 });
    assert.deepEqual(ours('\uFEFF{"a": 1}'), { a: 1 });
  });

  test("truths in a JSON list are kept, where Go's JSON loses them", () => {
    assert.deepEqual(oracleShape('{"a": [true, 1]}'), { a: [1] });
    assert.deepEqual(ours('{"a": [true, 1]}'), { a: [true, 1] });
  });

  test("JSON's null is kept as null for the reader, where Go makes it an empty text", () => {
    assert.equal(parseHcl('{"a": null}').items[0]?.value.kind, "null");
  });
});
