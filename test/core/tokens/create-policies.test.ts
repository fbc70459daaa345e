// Which policies a child gets (vault-api.md §4.5).
import assert from "node:assert/strict";
import { test } from "node:test";
import { aCore, type CoreOptions } from "#test/core-harness/a-core.ts";
import type { TestAnswer } from "#test/core-harness/test-answer.ts";
import type { TestCore } from "#test/core-harness/test-core.ts";
import { childOf } from "./stage/child-of.ts";

const ALL = ["create", "read", "update", "delete", "list"] as const;
const POLICIES: CoreOptions["policies"] = {
  default: { "auth/token/lookup-self": ["read"] },
  tok: { "auth/token/*": ALL, "kv/*": ALL },
  toksudo: { "auth/token/*": [...ALL, "sudo"] },
  a: {},
  b: {},
};
const withPolicies = (): Promise<TestCore> => aCore({ policies: POLICIES });
const create = (core: TestCore, body: object, token?: string): Promise<TestAnswer> =>
  core.post("auth/token/create", { ...body }, token);

const POLICY_CASES: [string, string, object, string[] | string][] = [
  ["root's child is root", "root", {}, ["root"]],
  ["an empty list asks nothing", "root", { policies: [] }, ["root"]],
  ["an empty name asks for no policy", "root", { policies: [""] }, ["default"]],
  ["root stands alone", "root", { policies: ["root", "a"] }, ["root"]],
  ["names are lower-cased", "root", { policies: ["A", "a", "ROOT "] }, ["root"]],
  ["text with commas", "root", { policies: "a,b" }, ["a", "b", "default"]],
  ["without default", "root", { policies: ["a"], no_default_policy: true }, ["a"]],
  ["default, and not default", "root", { policies: ["default"], no_default_policy: true }, []],
  ["the parent's own", "tok", {}, ["default", "tok"]],
  ["a subset", "tok", { policies: ["tok"] }, ["default", "tok"]],
  ["default alone", "tok", { policies: ["default"] }, ["default"]],
  ["the parent's without default", "tok", { no_default_policy: true }, ["tok"]],
  ["more than the parent has", "tok", { policies: ["a"] }, "child policies must be subset of parent"],
  ["T12: root", "tok", { policies: ["root"] }, "child policies must be subset of parent"],
  ["root in capitals", "tok", { policies: [" ROOT"] }, "child policies must be subset of parent"],
  ["a parent without default has none to give", "bare", { policies: ["tok"] }, ["tok"]],
  ["nor can it be asked for", "bare", { policies: ["default"] }, "child policies must be subset of parent"],
  ["sudo gives what it likes", "toksudo", { policies: ["a"] }, ["a", "default"]],
  ["sudo without a wish", "toksudo", {}, ["default", "toksudo"]],
  ["sudo without default", "toksudo", { no_default_policy: true }, ["toksudo"]],
  [
    "sudo is not root",
    "toksudo",
    { policies: ["root"] },
    "root tokens may not be created without parent token being root",
  ],
];

test("which policies it gets", async () => {
  const core = await withPolicies();
  const callers: Record<string, string> = {
    root: core.rootToken,
    tok: await childOf(core, { policies: ["tok"] }),
    bare: await childOf(core, { policies: ["tok"], no_default_policy: true }),
    toksudo: await childOf(core, { policies: ["toksudo"] }),
  };
  for (const [what, caller, body, expected] of POLICY_CASES) {
    const { status, auth, errors } = await create(core, body, callers[caller]);
    if (typeof expected === "string") assert.deepEqual([status, errors], [400, [expected]], what);
    else assert.deepEqual(auth.policies, expected, what);
  }
});

test("names that look like root are not root", async () => {
  const core = await withPolicies();
  const parent = await childOf(core, { policies: ["toksudo"] });
  for (const name of ["root\t", "\ufeffroot", "root\u00a0", "ｒｏｏｔ", "rooＴ", "ro\u200bot"]) {
    const { status, auth } = await create(core, { policies: [name] }, parent);
    assert.equal(status, 400, JSON.stringify(name));
    assert.equal(auth, undefined);
  }
});
