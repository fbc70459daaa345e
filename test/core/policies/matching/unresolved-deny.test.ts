import assert from "node:assert/strict";
import { test } from "node:test";
import type { TemplateContext } from "#core/policies/document/path-template.ts";
import { aclFrom, may, policyText } from "#test/policies-room/acl-of.ts";

const MISSING = "{{identity.entity.metadata.team}}";
const unknown: TemplateContext = { valueOf: () => undefined };

function reads(
  rules: Readonly<Record<string, string>>,
  path: string,
  context: TemplateContext | undefined = unknown,
): boolean {
  return may(aclFrom([policyText(rules)], context), "read", path);
}

test("A10, GHSA-hr5j: a deny whose template has no value denies, although something shorter allows", () => {
  for (const context of [undefined, unknown, { valueOf: () => "a/b" }, { valueOf: () => "*" }]) {
    assert.equal(reads({ [`x/${MISSING}/*`]: "deny", "x/*": "read" }, "x/anything/y", context), false);
  }
});

test("it denies before an exact rule and whatever order the policies come in", () => {
  const rules = [policyText({ "x/a": "read" }), policyText({ [`x/${MISSING}`]: "deny" })];
  assert.equal(may(aclFrom(rules, unknown), "read", "x/a"), false);
  assert.equal(may(aclFrom(rules.toReversed(), unknown), "read", "x/a"), false);
});

test("it denies only what some value could deny", () => {
  const rules = { [`x/pre-${MISSING}-end/+/z*`]: "deny", "*": "read" };
  for (const path of ["x/pre-a-end/q/z", "x/pre-a-b-end/q/zz/t", "x/pre--end-end/q/z"])
    assert.equal(reads(rules, path), false, path);
  for (const path of [
    "x/pre--end/q/z",
    "x/pre-a-end/q",
    "x/pre-a-en/q/z",
    "y/pre-a-end/q/z",
    "x/pre-a/b-end/q/z",
  ]) {
    assert.equal(reads(rules, path), true, path);
  }
});

test("two holes and an open end", () => {
  const rules = { [`${MISSING}-${MISSING}x*`]: "deny", "*": "read" };
  for (const path of ["a-bx", "a-b-cxyz/t", "--xx"]) assert.equal(reads(rules, path), false, path);
  for (const path of ["a-x", "-bx", "ab", "a-b"]) assert.equal(reads(rules, path), true, path);
});

test("a value has at least one letter, before an open end too", () => {
  const rules = { [`x/${MISSING}*`]: "deny", "*": "read" };
  assert.equal(reads(rules, "x/"), true);
  assert.equal(reads(rules, "x/a"), false);
  assert.equal(reads(rules, "x/a/b"), false);
});

test("lists are judged with and without their slash", () => {
  const acl = aclFrom(
    [policyText({ [`x/${MISSING}`]: "deny", [`y/${MISSING}/`]: "deny", "*": "list" })],
    unknown,
  );
  assert.equal(may(acl, "list", "x/a/"), false);
  assert.equal(may(acl, "list", "y/a/"), false);
  assert.equal(may(acl, "list", "z/a/"), true);
  assert.deepEqual(acl.capabilities("x/a"), ["deny"]);
});

test("an allow without a value is dropped, and only that", () => {
  const rules = { [`x/${MISSING}/*`]: "read", "y/*": "read" };
  assert.equal(reads(rules, "x/a/b"), false);
  assert.equal(reads(rules, "y/a"), true);
});

test("with a value a deny denies that value alone", () => {
  const context: TemplateContext = { valueOf: () => "red" };
  const rules = { [`x/${MISSING}/*`]: "deny", "x/*": "read" };
  assert.equal(reads(rules, "x/red/y", context), false);
  assert.equal(reads(rules, "x/blue/y", context), true);
});

test("a rendered rule merges with the same path written out", () => {
  const context: TemplateContext = { valueOf: () => "red" };
  const acl = aclFrom([policyText({ [`x/${MISSING}`]: "read" }), policyText({ "x/red": "list" })], context);
  assert.deepEqual(acl.capabilities("x/red"), ["read", "list"]);
});

test("CVE-2021-43998, CVE-2022-40186: an alias is asked for by its own mount's accessor, key and all", () => {
  const asked: unknown[] = [];
  const context: TemplateContext = {
    valueOf(expression) {
      asked.push(expression);
      return "v";
    },
  };
  const path = "x/{{identity.entity.aliases.auth_a_1.metadata.ns}}/{{identity.entity.aliases.auth_b_2.name}}";
  aclFrom([policyText({ [path]: "read" })], context);
  assert.deepEqual(asked, [
    { of: "alias", accessor: "auth_a_1", field: "metadata", key: "ns" },
    { of: "alias", accessor: "auth_b_2", field: "name" },
  ]);
});
