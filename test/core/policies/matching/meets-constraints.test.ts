// vault-api.md §4.2, sentence by sentence.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { aclOf, may, type QuestionDetails } from "#test/policies-room/acl-of.ts";

const ALL = 'capabilities = ["create", "read", "update", "delete", "list", "patch"]';
const rule = (constraints: string): string => `path "k" { ${ALL}\n${constraints} }`;
type Body = Readonly<Record<string, unknown>>;

/** Whether an update with each of these bodies passes. */
function passes(policies: readonly string[], verdicts: readonly (readonly [Body, boolean])[]): void {
  const acl = aclOf(...policies.map(rule));
  for (const [body, verdict] of verdicts)
    assert.equal(may(acl, "update", "k", { body }), verdict, JSON.stringify(body));
}

test("parameters are looked at for read, create, update and patch, never for list and delete", () => {
  const acl = aclOf(rule('denied_parameters = { "*" = [] }'));
  for (const operation of ["read", "create", "update", "patch"] as const) {
    assert.equal(may(acl, operation, "k", { body: { a: 1 } }), false, operation);
  }
  for (const operation of ["list", "delete"] as const) {
    assert.equal(may(acl, operation, "k", { query: { a: "1" } }), true, operation);
  }
});

test("every required parameter must be there, under its own lower-case name", () => {
  passes(
    ['required_parameters = ["A", "b"]'],
    [
      [{ a: 1, b: 2 }, true],
      [{ a: 1, b: 2, c: 3 }, true],
      [{ a: null, b: "" }, true],
      [{ a: 1 }, false],
      [{ A: 1, b: 2 }, false],
      [{}, false],
    ],
  );
});

test("without data nothing else is asked", () => {
  passes(['denied_parameters = { "*" = [] } allowed_parameters = { "a" = ["x"] }'], [[{}, true]]);
});

test("a denied * denies any data, whatever its list", () => {
  for (const list of ["[]", '["z"]'])
    passes(
      [`denied_parameters = { "*" = ${list} }`],
      [
        [{ a: "x" }, false],
        [{}, true],
      ],
    );
});

test("a denied parameter is denied always when its list is empty, else with a listed value", () => {
  passes(
    ['denied_parameters = { "a" = [] }'],
    [
      [{ a: "x" }, false],
      [{ a: null }, false],
      [{ b: "x" }, true],
    ],
  );
  passes(
    ['denied_parameters = { "a" = ["x", 1, true] }'],
    [
      [{ a: "x" }, false],
      [{ a: 1 }, false],
      [{ a: true }, false],
      [{ a: "y" }, true],
      [{ a: "1" }, true],
      [{ a: null }, true],
      [{ b: "x" }, true],
    ],
  );
});

test("denied beats allowed", () => {
  passes(
    ['allowed_parameters = { "a" = [] } denied_parameters = { "a" = ["x"] }'],
    [
      [{ a: "x" }, false],
      [{ a: "y" }, true],
    ],
  );
});

test("without allowed_parameters, or with * alone, the rest is allowed", () => {
  for (const allowed of [
    "",
    "allowed_parameters = {}",
    'allowed_parameters = { "*" = [] }',
    'allowed_parameters = { "*" = ["z"] }',
  ]) {
    passes([allowed], [[{ a: "x", b: 1 }, true]]);
  }
});

test("otherwise each parameter must be listed, and its value when there are values", () => {
  passes(
    ['allowed_parameters = { "a" = ["x", 1, true], "b" = [] }'],
    [
      [{ a: "x" }, true],
      [{ a: 1, b: "anything" }, true],
      [{ a: true }, true],
      [{ a: "z" }, false],
      [{ a: null }, false],
      [{ b: null }, true],
      [{ a: "x", c: 1 }, false],
      [{ c: 1 }, false],
    ],
  );
  passes(
    ['allowed_parameters = { "*" = ["z"], "b" = ["y"] }'],
    [
      [{ a: "anything" }, true],
      [{ b: "y", c: 1 }, true],
      [{ b: "z" }, false],
    ],
  );
});

test("names are compared in lower case", () => {
  passes(
    ['allowed_parameters = { "A" = ["x"] }'],
    [
      [{ a: "x" }, true],
      [{ A: "x" }, true],
      [{ A: "y" }, false],
    ],
  );
  passes(
    ['denied_parameters = { "a" = ["x"] }'],
    [
      [{ A: "x" }, false],
      [{ a: "y", A: "x" }, false],
    ],
  );
});

describe("values", () => {
  test("text is matched by * at either end, and nowhere else", () => {
    passes(
      ['allowed_parameters = { "a" = ["foo*", "*bar", "*mid*", "a*b", "="] }'],
      [
        [{ a: "foo" }, true],
        [{ a: "foox" }, true],
        [{ a: "xfoo" }, false],
        [{ a: "bar" }, true],
        [{ a: "xbar" }, true],
        [{ a: "barx" }, false],
        [{ a: "xmidx" }, true],
        [{ a: "a*b" }, true],
        [{ a: "axb" }, false],
        [{ a: "=" }, true],
        [{ a: "" }, false],
      ],
    );
  });
  test("* alone is literal, ** is anything", () => {
    passes(
      ['allowed_parameters = { "a" = ["*"] }'],
      [
        [{ a: "x" }, false],
        [{ a: "*" }, true],
      ],
    );
    passes(
      ['allowed_parameters = { "a" = ["**"] }'],
      [
        [{ a: "x" }, true],
        [{ a: "" }, true],
        [{ a: 1 }, false],
      ],
    );
  });
  test("numbers, truths, lists and objects are equal as wholes, never element by element", () => {
    passes(
      ['allowed_parameters = { "a" = [1, 1.5, ["p", "q"], { "k" = "v" }, "x"] }'],
      [
        [{ a: 1 }, true],
        [{ a: 1.5 }, true],
        [{ a: 2 }, false],
        [{ a: "1" }, false],
        [{ a: ["p", "q"] }, true],
        [{ a: ["q", "p"] }, false],
        [{ a: ["p"] }, false],
        [{ a: ["x"] }, false],
        [{ a: { k: "v" } }, true],
        [{ a: { k: "v", l: "w" } }, false],
        [{ a: {} }, false],
        [{ a: [{ k: "v" }] }, false],
      ],
    );
  });
  test("globs inside lists are letters", () => {
    passes(
      ['allowed_parameters = { "a" = [["p*"]] }'],
      [
        [{ a: ["p*"] }, true],
        [{ a: ["px"] }, false],
      ],
    );
  });
  test("a number that no double holds equals nothing", () => {
    const acl = aclOf(rule('allowed_parameters = { "a" = [9007199254740991] }'));
    const big = { a: JSON.parse("9007199254740993") };
    assert.equal(may(acl, "update", "k", { body: big }), false);
  });
  test("a query's repeated parameter is a list", () => {
    const acl = aclOf(rule('allowed_parameters = { "a" = ["x", ["x", "y"]] }'));
    assert.equal(may(acl, "read", "k", { query: { a: "x" } }), true);
    assert.equal(may(acl, "read", "k", { query: { a: ["x", "y"] } }), true);
    assert.equal(may(acl, "read", "k", { query: { a: ["x", "x"] } }), false);
  });
  test("members of objects are their own: nothing is inherited", () => {
    passes(
      ['allowed_parameters = { "a" = [{ "constructor" = "x" }] }'],
      [
        [{ a: { x: 1 } }, false],
        [{ a: {} }, false],
      ],
    );
    passes(['denied_parameters = { "a" = ["x"] }'], [[{ constructor: "x", toString: "y" }, true]]);
  });
});

describe("wrapping TTLs", () => {
  const at = (
    acl: ReturnType<typeof aclOf>,
    wrapTtlSeconds?: number,
    operation: "read" | "list" | "delete" = "read",
  ) => {
    const details: QuestionDetails = wrapTtlSeconds === undefined ? {} : { wrapTtlSeconds };
    return may(acl, operation, "k", details);
  };
  test("a bound makes wrapping mandatory and bounds it, for every operation", () => {
    const acl = aclOf(rule('min_wrapping_ttl = "10s" max_wrapping_ttl = 20'));
    for (const operation of ["read", "list", "delete"] as const) {
      assert.deepEqual(
        [undefined, 5, 10, 20, 21].map((ttl) => at(acl, ttl, operation)),
        [false, false, true, true, false],
      );
    }
  });
  test("each bound alone does too", () => {
    assert.deepEqual(
      [undefined, 9, 10, 1e9].map((ttl) => at(aclOf(rule("min_wrapping_ttl = 10")), ttl)),
      [false, false, true, true],
    );
    assert.deepEqual(
      [undefined, 0, 10, 11].map((ttl) => at(aclOf(rule("max_wrapping_ttl = 10")), ttl)),
      [false, true, true, false],
    );
  });
  test("they come before the parameters", () => {
    const acl = aclOf(rule('min_wrapping_ttl = 10 allowed_parameters = { "a" = [] }'));
    assert.equal(may(acl, "update", "k", { body: { a: 1 } }), false);
    assert.equal(may(acl, "update", "k", { body: { a: 1 }, wrapTtlSeconds: 10 }), true);
  });
});
