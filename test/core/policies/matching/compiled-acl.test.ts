// vault-api.md §4.1, sentence by sentence.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Operation } from "#contract/operation.ts";
import { aclOf, may, policyText } from "#test/policies-room/acl-of.ts";

/** Which of the rules decides on each path: the rules grant one capability each, named by their words. */
function deciding(rules: Readonly<Record<string, string>>, paths: Readonly<Record<string, string>>): void {
  const acl = aclOf(policyText(rules));
  for (const [path, words] of Object.entries(paths))
    assert.equal(acl.capabilities(path).join(" "), words, path);
}

describe("§4.1.1 paths are compared without leading slash", () => {
  test("on the rule's side", () => deciding({ "/a": "read" }, { a: "read" }));
  test("on the asker's side", () => deciding({ a: "read" }, { "/a": "read", "//a": "read" }));
  test("only the best rule counts: capabilities of others are not added", () =>
    deciding({ "*": "update", "a/*": "read", "a/b": "list" }, { "a/b": "list", "a/c": "read", x: "update" }));
});

describe("§4.1.2 an exact rule wins outright", () => {
  test("over longer and shorter wildcards", () =>
    deciding(
      { "a/b": "read", "a/b*": "list", "a/+": "update", "*": "delete" },
      { "a/b": "read", "a/bc": "list" },
    ));
  test("even when it grants nothing", () =>
    deciding({ "a/*": "read", "a/b": "" }, { "a/b": "deny", "a/c": "read" }));
  test("a list is looked up with its slash, then without", () => {
    const acl = aclOf(policyText({ "a/": "list", b: "list", c: "list", "c/": "deny" }));
    assert.equal(may(acl, "list", "a/"), true);
    assert.equal(may(acl, "list", "b/"), true);
    assert.equal(may(acl, "list", "c/"), false);
  });
  test("other operations are not", () => {
    const acl = aclOf(policyText({ b: "read list" }));
    assert.equal(may(acl, "read", "b/"), false);
    assert.equal(may(acl, "list", "b/"), true);
  });
  test("without its slash an exact rule still comes before a wildcard for the slash", () =>
    deciding({ "m/p": "list", "m/p/*": "deny" }, { "m/p/": "list", "m/p/x": "deny" }));
});

describe("§4.1.3 the best of several wildcards", () => {
  test("* matches any remainder, slashes and nothing included, and only at the end", () =>
    deciding({ "a/*": "read" }, { "a/": "read", "a/b": "read", "a/b/c/": "read", a: "deny", ab: "deny" }));
  test("a bare * matches everything", () => deciding({ "*": "read" }, { a: "read", "a/b/": "read" }));
  test("the longest prefix", () =>
    deciding(
      { "a*": "read", "ab*": "list", "ab/c*": "update" },
      { a: "read", ab: "list", "ab/b": "list", "ab/cd": "update" },
    ));
  test("+ matches one whole segment, an empty one too", () =>
    deciding({ "a/+": "read" }, { "a/b": "read", "a/": "read", "a/b/c": "deny", a: "deny" }));
  test("+ may stand anywhere and end in *", () =>
    deciding(
      { "+/b/+/d": "read", "a/+/*": "list" },
      { "x/b/y/d": "read", "x/b/d": "deny", "a/x/": "list", "a/x/y/z": "list", "a/x": "deny" },
    ));
  test("first: the later first wildcard", () =>
    deciding(
      { "x/+/y": "read", "x/a/*": "list", "+/a/y": "update" },
      { "x/a/y": "list", "x/b/y": "read", "z/a/y": "update" },
    ));
  test("second: not ending in *", () =>
    deciding(
      { "x/*": "read", "x/+": "list", "x/+/b*": "update", "x/+/bb": "delete" },
      { "x/a": "list", "x/a/bb": "delete", "x/a/c": "read" },
    ));
  test("third: fewer +", () =>
    deciding(
      { "+/+/c": "read", "+/b/c": "list", "x/*": "update", "x/+/*": "delete" },
      { "a/b/c": "list", "x/y/z": "update" },
    ));
  test("fourth: the longer text", () =>
    deciding({ "x/+/b*": "read", "x/+/bb*": "list" }, { "x/a/bbb": "list", "x/a/bc": "read" }));
  test("fifth: the lexicographically larger text", () =>
    deciding({ "x/+/a/+": "read", "x/+/+/b": "list" }, { "x/q/a/b": "read" }));
});

describe("§4.1.4 a list without a match for its slash", () => {
  test("is looked up without it", () => {
    assert.equal(may(aclOf(policyText({ "a/+": "list" })), "list", "a/b/"), true);
    assert.equal(may(aclOf(policyText({ "a*": "list" })), "list", "a/"), true);
  });
  test("never before the slash was: a deny below cannot be walked around", () => {
    for (const deny of ["m/p/", "m/p/*", "m/+/", "m/p"]) {
      const acl = aclOf(policyText({ "m/*": "list", [deny]: "deny" }));
      assert.equal(may(acl, "list", "m/p/"), false, deny);
    }
  });
});

describe("§4.1.5 + inside a segment is a letter", () => {
  test("exactly", () => deciding({ "a+b": "read" }, { "a+b": "read", axb: "deny" }));
  test("beside whole segments", () =>
    deciding({ "a+b/+/c": "read" }, { "a+b/q/c": "read", "axb/q/c": "deny" }));
  test("a segment of two is no wildcard", () =>
    deciding({ "a/++": "read" }, { "a/++": "read", "a/b": "deny" }));
  test("and * inside a path too", () =>
    deciding({ "a/*b": "read", "a/**": "list" }, { "a/*b": "read", "a/xb": "deny", "a/*": "list" }));
});

describe("§4.1.6 one path in several policies", () => {
  const both = (a: string, b: string) => aclOf(policyText({ "x/*": a }), policyText({ "x/*": b }));
  test("capabilities unite", () =>
    assert.deepEqual(both("read", "list").capabilities("x/a"), ["read", "list"]));
  test("a deny in any clears everything", () => {
    assert.deepEqual(both("read sudo", "deny").capabilities("x/a"), ["deny"]);
    assert.deepEqual(both("deny", "read").capabilities("x/a"), ["deny"]);
  });
  test("a leading slash does not make another path", () =>
    assert.deepEqual(aclOf(policyText({ x: "read" }), policyText({ "/x": "list" })).capabilities("x"), [
      "read",
      "list",
    ]));
  test("two blocks in one policy count like two policies", () =>
    assert.deepEqual(
      aclOf('path "x" {capabilities=["read"]} path "x" {capabilities=["sudo"]}').capabilities("x"),
      ["sudo", "read"],
    ));
});

describe("§4.1.7 to §4.1.9 operations", () => {
  const OPERATIONS: readonly Exclude<Operation, "help">[] = [
    "read",
    "create",
    "update",
    "delete",
    "list",
    "patch",
  ];
  test("each needs its own capability and no other", () => {
    for (const granted of OPERATIONS) {
      const acl = aclOf(policyText({ "x/": granted }));
      for (const asked of OPERATIONS)
        assert.equal(may(acl, asked, "x/"), asked === granted, `${granted} ${asked}`);
    }
  });
  test("a root path needs sudo besides, and sudo alone is nothing", () => {
    const acl = aclOf(policyText({ a: "update", b: "update sudo", c: "sudo" }));
    assert.equal(may(acl, "update", "a", { needsSudo: true }), false);
    assert.equal(may(acl, "update", "b", { needsSudo: true }), true);
    assert.equal(may(acl, "update", "c", { needsSudo: true }), false);
    assert.equal(may(acl, "update", "c"), false);
  });
  test("help is always allowed", () => {
    assert.equal(may(aclOf(policyText({ "*": "deny" })), "help", "x", { needsSudo: true }), true);
    assert.equal(may(aclOf(), "help", "x"), true);
  });
  test("without a rule nothing is", () => {
    for (const operation of OPERATIONS) assert.equal(may(aclOf(), operation, "x"), false);
  });
});

describe("§4.2 the order of capabilities", () => {
  test("sudo, read, list, update, delete, create, patch", () =>
    deciding(
      { x: "patch create delete update list read sudo" },
      { x: "sudo read list update delete create patch" },
    ));
  test("deny when there is none, or no rule", () => deciding({ x: "" }, { x: "deny", nowhere: "deny" }));
});

describe("what may be reached below a prefix", () => {
  const reaches = (rules: Readonly<Record<string, string>>, prefix: string) =>
    aclOf(policyText(rules)).mayReachBelow(prefix);
  const yes: [Record<string, string>, string][] = [
    [{ "a/b": "read" }, "a/"],
    [{ a: "list" }, "a/"],
    [{ "a/b/c*": "read" }, "a/"],
    [{ "*": "read" }, "a/"],
    [{ "+/b": "read" }, "a/"],
    [{ "a/+/c": "read" }, "a/"],
    [{ "a/+/c": "read" }, "a/b/"],
    [{ "+/+": "sudo" }, "a/b/"],
    [{ "a/*": "deny", "a/b/c": "read" }, "a/"],
    [{ "a/*": "deny", "a/+/c": "read" }, "a/"],
    [{ "a/+/*": "read" }, "a/b/c/"],
    [{ "a/b": "read" }, ""],
  ];
  const no: [Record<string, string>, string][] = [
    [{}, "a/"],
    [{ "b/*": "read" }, "a/"],
    [{ "a/b": "" }, "a/"],
    [{ "a/b": "deny" }, "a/"],
    [{ "*": "read", "a/*": "deny" }, "a/"],
    [{ "*": "read", "a/*": "deny" }, "a/b/"],
    [{ "a/+": "read" }, "a/b/c/"],
    [{ "a/+/c": "read" }, "a/b/d"],
    [{ "+/b": "read" }, "a/c/"],
    [{ "a/b/c": "read" }, "a/c/"],
    [{ ab: "read" }, "a/"],
  ];
  for (const [rules, prefix] of yes)
    test(`${JSON.stringify(rules)} reaches ${prefix}`, () => assert.ok(reaches(rules, prefix)));
  for (const [rules, prefix] of no)
    test(`${JSON.stringify(rules)} does not reach ${prefix}`, () => assert.ok(!reaches(rules, prefix)));
});
