import assert from "node:assert/strict";
import { test } from "node:test";
import { text } from "#contract/fields/scalars.ts";
import { definePath, reads } from "#contract/path.ts";
import { PathMatcher } from "#core/router/match-path.ts";

const fields = { name: text("Name."), part: text("Part."), rest: text("Rest.") };
const operations = { read: reads<null, typeof fields>(() => undefined) };
const declare = definePath<null>();

const matcher = new PathMatcher([
  declare({ pattern: "users/:name", fields, operations, summary: "", caseless: ["name"] }),
  declare({ pattern: "users/:name/parts/:part", fields, operations, summary: "", caseless: ["name"] }),
  declare({ pattern: "keys/:name", fields, operations, summary: "" }),
]);

test("a caseless name is captured in lower case, and the path says what was meant", () => {
  const match = matcher.match("users/BoB");
  assert.equal(match?.captured.get("name"), "bob");
  assert.equal(match?.meant, "users/bob");
});

test("a name that is written as it is meant needs no second path", () => {
  assert.equal(matcher.match("users/bob")?.meant, undefined);
});

test("other names and words keep their case", () => {
  const match = matcher.match("users/BoB/parts/PaRt");
  assert.deepEqual(
    [...(match?.captured ?? [])],
    [
      ["name", "bob"],
      ["part", "PaRt"],
    ],
  );
  assert.equal(match?.meant, "users/bob/parts/PaRt");
  assert.equal(matcher.match("USERS/bob"), undefined);
  const key = matcher.match("keys/KEY");
  assert.deepEqual([key?.captured.get("name"), key?.meant], ["KEY", undefined]);
});

test("only a single captured segment can be caseless", () => {
  for (const pattern of ["users/:rest*", "users"]) {
    const path = declare({ pattern, fields, operations, summary: "", caseless: ["rest"] });
    assert.throws(() => new PathMatcher([path]), /caseless rest is one segment/);
  }
});
