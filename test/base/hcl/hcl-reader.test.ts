import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { HclReader } from "#base/hcl/hcl-reader.ts";
import { parseHcl } from "#base/hcl/parse-hcl.ts";

function reader(text: string): HclReader {
  return new HclReader(parseHcl(text));
}

describe("typed questions", () => {
  test("text may be written as a number, as Go's decoder allows", () => {
    assert.equal(reader('a = "x"').text("a"), "x");
    assert.equal(reader("a = 0x10").text("a"), "0x10");
    assert.throws(() => reader("a = true").text("a"), { kind: "value", reason: "must be text in quotes" });
    assert.throws(() => reader("a {}").text("a"), { kind: "value" });
  });

  test("a truth may stand in quotes or be 0 or 1, with Go's words", () => {
    for (const word of ["true", '"true"', '"T"', '"1"', "1"])
      assert.equal(reader(`a = ${word}`).flag("a"), true);
    for (const word of ["false", '"FALSE"', '"f"', '"0"', "0"])
      assert.equal(reader(`a = ${word}`).flag("a"), false);
    for (const word of ['"yes"', '""', "2", "[]", '"tRUE"']) {
      assert.throws(() => reader(`a = ${word}`).flag("a"), {
        kind: "value",
        reason: "must be true or false",
      });
    }
  });

  test("an integer is exact or refused", () => {
    assert.equal(reader("a = 017").integer("a"), 15);
    assert.equal(reader('a = "-12"').integer("a"), -12);
    assert.equal(reader("a = 1e3").integer("a"), 1000);
    for (const word of ["1.5", '"1.5"', '"0x10"', '""', "true", '"1 "']) {
      assert.throws(() => reader(`a = ${word}`).integer("a"), { reason: "must be a whole number" });
    }
    assert.throws(() => reader("a = 9007199254740993").integer("a"), { reason: "is out of range" });
  });

  test("a list of texts names the value that is none", () => {
    assert.deepEqual(reader('a = ["x", 1]').texts("a"), ["x", "1"]);
    assert.throws(() => reader('a = ["x",\n true]').texts("a"), { line: 2, column: 2 });
    assert.throws(() => reader('a = "x"').texts("a"), { reason: "must be a list" });
  });

  test("what is not there, and JSON's null, are undefined", () => {
    assert.equal(reader("").text("a"), undefined);
    assert.equal(reader('{"a": null}').flag("a"), undefined);
    assert.deepEqual(reader('{"a": null}').blocks("a"), []);
  });
});

describe("blocks", () => {
  const shapes = [
    'path "a" { n = 1 }\npath "b" { n = 2 }',
    'path { "a" { n = 1 }\n "b" { n = 2 } }',
    'path = [{ "a" = { n = 1 } }, { "b" = { n = 2 } }]',
    'path "a" { n = 1 }\npath { "b" = [{ n = 2 }] }',
    '{"path": {"a": {"n": 1}, "b": {"n": 2}}}',
    '{"path": [{"a": {"n": 1}}, {"b": {"n": 2}}]}',
    '{"path": {"a": [{"n": 1}], "b": [{"n": 2}]}}',
  ];
  for (const shape of shapes) {
    test(`with a label, written ${JSON.stringify(shape)}`, () => {
      const found = reader(shape)
        .blocks("path", 1)
        .map((block) => [block.labels, new HclReader(block.object).integer("n")]);
      assert.deepEqual(found, [
        [["a"], 1],
        [["b"], 2],
      ]);
    });
  }

  test("without a label: repeated, listed or assigned", () => {
    for (const text of [
      "j { n = 1 }\nj { n = 2 }",
      "j = [{ n = 1 }, { n = 2 }]",
      '{"j": [{"n": 1}, {"n": 2}]}',
    ]) {
      const found = reader(text)
        .blocks("j")
        .map((block) => new HclReader(block.object).integer("n"));
      assert.deepEqual(found, [1, 2]);
    }
  });

  test("labels beyond those asked for are blocks inside", () => {
    const [outer] = reader('headers "200" "X-A" { v = 1 }').blocks("headers");
    assert.ok(outer);
    const [inner] = new HclReader(outer.object).blocks("200", 1);
    assert.deepEqual(inner?.labels, ["X-A"]);
  });

  test("a missing label and a value that is no block are refused where they stand", () => {
    assert.throws(() => reader('\nlistener { address = "x" }').blocks("listener", 1), {
      line: 2,
      column: 1,
      reason: "must be a block with a name in quotes after it",
    });
    assert.throws(() => reader("listener = 5").blocks("listener", 1), {
      reason: "must be a block in braces",
    });
    assert.throws(() => reader("j = [1]").blocks("j"), {
      line: 1,
      column: 6,
      reason: "must be a block in braces",
    });
  });

  test("a block carries the place of its label", () => {
    const [block] = reader('\n  path "a" {}').blocks("path", 1);
    assert.deepEqual([block?.position.line, block?.position.column], [2, 8]);
  });
});

test("what nobody asked about is told, in order, with its place", () => {
  const object = reader('a = 1\ntypo = 2\nb { x = 1 }\n"odd key" {}\ntypo2 "x" {}');
  object.integer("a");
  object.blocks("b");
  const unread = object.unread().map((item) => [item.keys[0].name, item.keys[0].position.line]);
  assert.deepEqual(unread, [
    ["typo", 2],
    ["odd key", 4],
    ["typo2", 5],
  ]);
});

test("of an argument that several joined files give, the last one counts", () => {
  const first = parseHcl("a = 1\nb = 1", { source: "1.hcl" });
  const second = parseHcl("\na = 2", { source: "2.hcl" });
  const joined = new HclReader({ ...first, items: [...first.items, ...second.items] });
  assert.equal(joined.integer("a"), 2);
  assert.equal(joined.integer("b"), 1);
  assert.deepEqual(joined.positionOf("a"), { source: "2.hcl", line: 2, column: 1 });
});
