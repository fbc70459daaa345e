// auth/token/roles and tokens made by them, answered as the reference implementation does.
import assert from "node:assert/strict";
import { test } from "node:test";
import { aCore, type CoreOptions } from "#test/core-harness/a-core.ts";
import type { TestAnswer } from "#test/core-harness/test-answer.ts";
import type { TestCore } from "#test/core-harness/test-core.ts";
import { childOf } from "./stage/child-of.ts";

const ALL = ["create", "read", "update", "delete", "list"] as const;
const POLICIES: CoreOptions["policies"] = {
  tok: { "auth/token/*": ALL },
  reader: { "auth/token/roles/*": ["read", "update"] },
  a: {},
  b: {},
};
const withPolicies = (): Promise<TestCore> => aCore({ policies: POLICIES });
const put = (core: TestCore, name: string, body: object): Promise<TestAnswer> =>
  core.post(`auth/token/roles/${name}`, { ...body });
const by = (core: TestCore, role: string, body: object, token?: string): Promise<TestAnswer> =>
  core.post(`auth/token/create/${role}`, { ...body }, token);

const FRESH = {
  allowed_entity_aliases: null,
  allowed_policies: [],
  allowed_policies_glob: [],
  disallowed_policies: [],
  disallowed_policies_glob: [],
  explicit_max_ttl: 0,
  name: "r",
  orphan: false,
  path_suffix: "",
  period: 0,
  renewable: true,
  token_explicit_max_ttl: 0,
  token_no_default_policy: false,
  token_period: 0,
  token_type: "default-service",
};

test("a role's life", async () => {
  const core = await withPolicies();
  assert.equal((await core.list("auth/token/roles")).status, 404);
  assert.equal((await core.get("auth/token/roles/r")).status, 404);
  assert.equal((await put(core, "r", {})).status, 204);
  assert.deepEqual((await core.get("auth/token/roles/r")).data, FRESH);
  await put(core, "R6", {});
  assert.deepEqual((await core.list("auth/token/roles")).data, { keys: ["R6", "r"] });
  assert.equal((await core.delete("auth/token/roles/r")).status, 204);
  assert.equal((await core.delete("auth/token/roles/r")).status, 204);
  assert.equal((await core.get("auth/token/roles/r")).status, 404);
});

test("what is given changes, the rest stays, and nothing can be taken back too", async () => {
  const core = await withPolicies();
  const everything = {
    allowed_policies: ["a", "B"],
    disallowed_policies: "b,c",
    allowed_policies_glob: ["a*"],
    disallowed_policies_glob: ["z*"],
    orphan: true,
    renewable: false,
    path_suffix: "suf",
    allowed_entity_aliases: ["X", "y*"],
    token_bound_cidrs: ["127.0.0.1/32", "10.0.0.0/8", "::1/128"],
    token_explicit_max_ttl: "2h",
    token_period: "1h",
    token_type: "default-batch",
    token_num_uses: 4,
    token_no_default_policy: true,
  };
  await put(core, "r", everything);
  await put(core, "r", { token_type: "service" });
  assert.deepEqual((await core.get("auth/token/roles/r")).data, {
    ...FRESH,
    ...everything,
    allowed_policies: ["a", "b"],
    disallowed_policies: ["b", "c"],
    allowed_entity_aliases: ["x", "y*"],
    token_bound_cidrs: ["127.0.0.1", "10.0.0.0/8", "::1"],
    token_explicit_max_ttl: 7200,
    token_period: 3600,
    token_type: "service",
  });
  await put(core, "r", {
    allowed_policies: [],
    disallowed_policies: "",
    allowed_policies_glob: [],
    disallowed_policies_glob: [],
    orphan: false,
    renewable: true,
    path_suffix: "",
    token_bound_cidrs: "",
    token_explicit_max_ttl: 0,
    token_period: "0",
    token_type: "default-service",
    token_num_uses: 0,
    token_no_default_policy: false,
  });
  const { data } = await core.get("auth/token/roles/r");
  assert.deepEqual(data, { ...FRESH, allowed_entity_aliases: ["x", "y*"] });
});

test("old names are taken and shown, and give way to the new ones", async () => {
  const core = await withPolicies();
  await put(core, "r", { period: "1h", explicit_max_ttl: "3h", bound_cidrs: "10.0.0.0/8" });
  const old = (await core.get("auth/token/roles/r")).data;
  assert.deepEqual([old.period, old.explicit_max_ttl, old.bound_cidrs], [3600, 10_800, ["10.0.0.0/8"]]);
  assert.deepEqual([old.token_period, old.token_explicit_max_ttl], [3600, 10_800]);
  const both = await put(core, "r", { period: "1h", token_period: "2h" });
  assert.equal(both.status, 200);
  assert.deepEqual(both.warnings, [
    "Both 'token_period' and deprecated 'period' value supplied, ignoring the deprecated value",
  ]);
  const { data } = await core.get("auth/token/roles/r");
  assert.deepEqual([data.period, data.token_period, data.explicit_max_ttl], [0, 7200, 10_800]);
});

const REFUSED: [object, RegExp][] = [
  [{ token_type: "zz" }, /^invalid 'token_type' value$/],
  [{ token_type: "default" }, /^invalid 'token_type' value$/],
  [{ token_type: "batch" }, /cannot be 'batch' when role is set to generate non-orphan tokens/],
  [{ token_type: "batch", orphan: true }, /when role is set to generate renewable tokens/],
  [{ token_type: "batch", orphan: true, renewable: false, token_period: 1 }, /generate periodic tokens/],
  [{ token_type: "batch", orphan: true, renewable: false, token_explicit_max_ttl: 1 }, /explicit max TTL/],
  [{ token_type: "batch", orphan: true, renewable: false, token_num_uses: 1 }, /limited use count/],
  [{ token_bound_cidrs: ["zz"] }, /^token_bound_cidrs: expected/],
  [{ token_bound_cidrs: ["10.0.0.0/33"] }, /^token_bound_cidrs: expected/],
  [{ path_suffix: "a/b" }, /^given role path suffix contains invalid characters/],
  [{ path_suffix: "ab" }, /^given role path suffix contains invalid characters/],
  [{ token_num_uses: -2 }, /'token_num_uses' cannot be negative/],
  [{ token_period: "-1h" }, /token_period/],
  [{ allowed_policies: ["root"] }, /^cannot assign policy "root"$/],
  [{ allowed_policies: [" ROOT"] }, /^cannot assign policy "root"$/],
];

test("what a role can not say", async () => {
  const core = await withPolicies();
  for (const [body, error] of REFUSED) {
    const { status, errors } = await put(core, "r", body);
    assert.equal(status, 400, JSON.stringify(body));
    assert.match(errors[0] ?? "", error);
  }
  assert.equal((await core.get("auth/token/roles/r")).status, 404);
});

test("writing a new role needs create, an old one update", async () => {
  const core = await withPolicies();
  const token = await childOf(core, { policies: ["reader"] });
  assert.equal((await core.post("auth/token/roles/r", {}, token)).status, 403);
  await put(core, "r", {});
  assert.equal((await core.post("auth/token/roles/r", {}, token)).status, 204);
});

test("a maximum beyond the mount's is pointed out", async () => {
  const core = await withPolicies();
  const { status, warnings } = await put(core, "r", { token_explicit_max_ttl: "99999h" });
  assert.equal(status, 200);
  assert.match(warnings[0] ?? "", /^Given explicit max TTL of 359996400 is greater than system\/mount allowed/);
});

const ALLOWED = `(["a" "b" "default"])`;
const CASES: [string, object, object, string[] | string][] = [
  ["no lists: the parent's", {}, {}, ["default", "tok"]],
  ["no lists: a subset", {}, { policies: ["a"] }, "child policies must be subset of parent"],
  ["all that is allowed", { allowed_policies: "a,b" }, {}, ["a", "b", "default"]],
  ["some of it", { allowed_policies: "a,b" }, { policies: ["a"] }, ["a", "default"]],
  ["default alone", { allowed_policies: "a,b" }, { policies: ["default"] }, ["default"]],
  [
    "without default",
    { allowed_policies: "a,b" },
    { policies: ["a"], no_default_policy: true },
    ["a"],
  ],
  [
    "more than is allowed",
    { allowed_policies: "a,b" },
    { policies: ["a", "c"] },
    `token policies (["a" "c" "default"]) must be subset of the role's allowed policies ${ALLOWED} or glob policies ([])`,
  ],
  [
    "default where it is not wanted",
    { allowed_policies: "a,b" },
    { policies: ["a", "default"], no_default_policy: true },
    `token policies (["a" "default"]) must be subset of the role's allowed policies (["a" "b"]) or glob policies ([])`,
  ],
  ["disallowed lists alone: anything else", { disallowed_policies: "b" }, { policies: ["a"] }, ["a", "default"]],
  ["default is disallowed", { disallowed_policies: "default" }, { policies: ["a"] }, ["a"]],
  [
    "the parent's are disallowed",
    { disallowed_policies: "default" },
    {},
    'token policy "default" is disallowed by this role',
  ],
  [
    "disallowed",
    { disallowed_policies: "b" },
    { policies: ["b"] },
    'token policy "b" is disallowed by this role',
  ],
  ["globs, nothing asked", { allowed_policies_glob: "dev-*" }, {}, ["default"]],
  ["a glob", { allowed_policies_glob: "dev-*" }, { policies: ["Dev-1"] }, ["default", "dev-1"]],
  ["a glob at the front", { allowed_policies_glob: "*-dev" }, { policies: ["x-dev"] }, ["default", "x-dev"]],
  [
    "a glob within a glob is disallowed",
    { allowed_policies_glob: "dev-*", disallowed_policies_glob: "dev-x*" },
    { policies: ["dev-x1"] },
    'token policy "dev-x1" is disallowed by this role',
  ],
  [
    "outside the globs",
    { allowed_policies_glob: "dev-*" },
    { policies: ["a"] },
    `token policies (["a" "default"]) must be subset of the role's allowed policies (["default"]) or glob policies (["dev-*"])`,
  ],
  [
    "a role without default",
    { allowed_policies: "a", token_no_default_policy: true },
    { policies: ["default"] },
    `token policies (["default"]) must be subset of the role's allowed policies (["a"]) or glob policies ([])`,
  ],
  [
    "root, through a glob",
    { allowed_policies_glob: "*" },
    { policies: ["root"] },
    "root tokens may not be created without parent token being root",
  ],
];

test("which policies a token of a role gets", async () => {
  const core = await withPolicies();
  const parent = await childOf(core, { policies: ["tok"] });
  for (const [what, role, body, expected] of CASES) {
    await core.delete("auth/token/roles/r");
    await put(core, "r", role);
    const { status, auth, errors } = await by(core, "r", body, parent);
    if (typeof expected === "string") assert.deepEqual([status, errors], [400, [expected]], what);
    else assert.deepEqual(auth?.policies, expected, `${what} ${errors}`);
  }
});

test("no role gives root, not even to root", async () => {
  const core = await withPolicies();
  for (const role of [{}, { allowed_policies_glob: "*" }, { disallowed_policies: "a" }]) {
    await core.delete("auth/token/roles/r");
    await put(core, "r", role);
    for (const body of [{ policies: ["root"] }, { policies: [" ROOT"] }]) {
      assert.equal((await by(core, "r", body)).status, 400);
    }
  }
});

test("an orphan of a role shows it, and its path", async () => {
  const core = await withPolicies();
  await put(core, "r", {
    orphan: true,
    renewable: false,
    path_suffix: "suf",
    token_explicit_max_ttl: "2h",
    token_num_uses: 3,
    token_bound_cidrs: "127.0.0.1/32",
  });
  const { auth, warnings } = await by(core, "r", { policies: ["a"], num_uses: 10, explicit_max_ttl: "1h", renewable: true });
  assert.deepEqual(warnings, [
    "Explicit max TTL specified both during creation call and in role; using the lesser value of 3600 seconds",
    'TTL of "768h" exceeded the effective max_ttl of "1h"; TTL value is capped accordingly',
  ]);
  assert.deepEqual([auth.orphan, auth.renewable, auth.num_uses, auth.lease_duration], [true, false, 3, 3600]);
});

test("lookup shows what the token was asked to be, not what its role adds", async () => {
  const core = await withPolicies();
  await put(core, "r", { token_period: "1h", token_explicit_max_ttl: "2h", path_suffix: "suf", orphan: true });
  const { auth } = await by(core, "r", { policies: ["a"] });
  const { data } = await core.post("auth/token/lookup", { token: auth.client_token });
  assert.deepEqual([data.role, data.path, data.period], ["r", "auth/token/create/r/suf", undefined]);
  assert.deepEqual([data.explicit_max_ttl, data.creation_ttl], [0, 3600]);
});

test("the role's type rules over what is asked, its default- does not", async () => {
  const core = await withPolicies();
  const types: [string, object, object, string][] = [
    ["p8", { token_type: "batch", orphan: true, renewable: false }, { type: "service" }, "batch"],
    ["p9", { token_type: "service" }, { type: "batch" }, "service"],
    ["pa", { token_type: "default-batch" }, {}, "batch"],
    ["pb", { token_type: "default-batch" }, { type: "service" }, "service"],
    ["pc", { token_type: "default-service" }, { type: "batch" }, "batch"],
  ];
  for (const [name, role, body, expected] of types) {
    await put(core, name, role);
    assert.equal((await by(core, name, { policies: ["a"], ...body })).auth.token_type, expected, name);
  }
});

test("a batch token is no way around a role's limits", async () => {
  const core = await withPolicies();
  const limits: [object, string][] = [
    [{ token_num_uses: 3 }, "num_uses"],
    [{ token_explicit_max_ttl: "1h" }, "explicit_max_ttl"],
    [{ token_period: "1h" }, "period"],
  ];
  for (const [limit, field] of limits) {
    await core.delete("auth/token/roles/r");
    await put(core, "r", limit);
    const { errors } = await by(core, "r", { policies: ["a"], type: "batch" });
    assert.deepEqual(errors, [`batch tokens cannot have "${field}" set`]);
  }
});

test("entity aliases are refused: there are no entities yet", async () => {
  const core = await withPolicies();
  await put(core, "r", { allowed_entity_aliases: "x*" });
  await put(core, "none", {});
  assert.deepEqual((await by(core, "r", { entity_alias: "y" })).errors, ["invalid 'entity_alias' value"]);
  assert.deepEqual((await by(core, "none", { entity_alias: "y" })).errors, ["invalid 'entity_alias' value"]);
  assert.equal((await by(core, "r", { entity_alias: "X1" })).status, 400);
});

test("an unknown role makes nothing", async () => {
  const core = await withPolicies();
  const { status, errors } = await by(core, "nosuch", {});
  assert.deepEqual([status, errors], [400, ["unknown role nosuch"]]);
});

test("a token is not made by a role that changes meanwhile", async () => {
  const core = await withPolicies();
  await put(core, "r", { allowed_policies: "a" });
  core.consensus.hold();
  const change = put(core, "r", { allowed_policies: "b" });
  const made = by(core, "r", {});
  core.consensus.release();
  await change;
  assert.deepEqual((await made).auth.policies, ["b", "default"]);
});
