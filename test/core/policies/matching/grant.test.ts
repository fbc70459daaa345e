// One path in several policies: vault-api.md §4.1.6.
import assert from "node:assert/strict";
import { test } from "node:test";
import { aclOf, may } from "#test/policies-room/acl-of.ts";

const ALL = 'capabilities = ["create", "read", "update", "delete", "list", "patch"]';
const rule = (constraints: string): string => `path "k" { ${ALL}\n${constraints} }`;
type Body = Readonly<Record<string, unknown>>;

/** Whether an update with each of these bodies passes. */
function passes(policies: readonly string[], verdicts: readonly (readonly [Body, boolean])[]): void {
  const acl = aclOf(...policies.map(rule));
  for (const [body, verdict] of verdicts) {
    assert.equal(may(acl, "update", "k", { body }), verdict, JSON.stringify(body));
  }
}

const readsAt = (acl: ReturnType<typeof aclOf>, wrapTtlSeconds: number | undefined): boolean =>
  may(acl, "read", "k", wrapTtlSeconds === undefined ? {} : { wrapTtlSeconds });

test("allowed names unite; an empty list wins", () => {
  passes(
    ['allowed_parameters = { "a" = ["f"] }', 'allowed_parameters = { "b" = ["g"] }'],
    [
      [{ a: "f", b: "g" }, true],
      [{ a: "g" }, false],
      [{ c: 1 }, false],
    ],
  );
  passes(
    ['allowed_parameters = { "a" = ["f"] }', 'allowed_parameters = { "a" = ["g"] }'],
    [
      [{ a: "f" }, true],
      [{ a: "g" }, true],
      [{ a: "h" }, false],
    ],
  );
  for (const pair of [
    ["[]", '["f"]'],
    ['["f"]', "[]"],
  ]) {
    passes(
      pair.map((list) => `allowed_parameters = { "a" = ${list} }`),
      [[{ a: "z" }, true]],
    );
  }
});
test("a rule without constraints does not lift those of another", () =>
  passes(
    ["", 'allowed_parameters = { "a" = ["f"] }'],
    [
      [{ a: "f" }, true],
      [{ b: 1 }, false],
    ],
  ));
test("denied names unite; an empty list wins", () => {
  passes(
    ['denied_parameters = { "a" = ["f"] }', 'denied_parameters = { "b" = ["g"] }'],
    [
      [{ a: "f" }, false],
      [{ b: "g" }, false],
      [{ a: "g" }, true],
    ],
  );
  passes(['denied_parameters = { "a" = ["f"] }', 'denied_parameters = { "a" = [] }'], [[{ a: "z" }, false]]);
});
test("required names unite", () =>
  passes(
    ['required_parameters = ["a"]', 'required_parameters = ["b"]'],
    [
      [{ a: 1 }, false],
      [{ a: 1, b: 1 }, true],
    ],
  ));
test("merging changes neither policy", () => {
  const text = rule('allowed_parameters = { "a" = ["f"] }');
  aclOf(text, rule('allowed_parameters = { "a" = ["g"] }'));
  assert.equal(may(aclOf(text), "update", "k", { body: { a: "g" } }), false);
});
test("the smaller of each wins in a merge", () => {
  const acl = aclOf(rule("min_wrapping_ttl = 10"), rule("min_wrapping_ttl = 5 max_wrapping_ttl = 7"));
  assert.deepEqual(
    [4, 5, 7, 8, 10].map((ttl) => readsAt(acl, ttl)),
    [false, true, true, false, false],
  );
});
test("a merge that crosses them denies everything", () => {
  const acl = aclOf(rule("min_wrapping_ttl = 10"), rule("max_wrapping_ttl = 7"));
  for (const ttl of [undefined, 4, 7, 8, 10, 11]) assert.equal(readsAt(acl, ttl), false);
});
