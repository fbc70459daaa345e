// Tokens made by a role: their policies and everything else that the role says.
import assert from "node:assert/strict";
import { test } from "node:test";
import { childOf } from "./stage/child-of.ts";
import { makeBy, putRole, roleCore } from "./stage/role-core.ts";

const ALLOWED = `(["a" "b" "default"])`;
const CASES: [string, object, object, string[] | string][] = [
  ["no lists: the parent's", {}, {}, ["default", "tok"]],
  ["no lists: a subset", {}, { policies: ["a"] }, "child policies must be subset of parent"],
  ["all that is allowed", { allowed_policies: "a,b" }, {}, ["a", "b", "default"]],
  ["some of it", { allowed_policies: "a,b" }, { policies: ["a"] }, ["a", "default"]],
  ["default alone", { allowed_policies: "a,b" }, { policies: ["default"] }, ["default"]],
  ["without default", { allowed_policies: "a,b" }, { policies: ["a"], no_default_policy: true }, ["a"]],
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
  [
    "disallowed lists alone: anything else",
    { disallowed_policies: "b" },
    { policies: ["a"] },
    ["a", "default"],
  ],
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
  const core = await roleCore();
  const parent = await childOf(core, { policies: ["tok"] });
  for (const [what, role, body, expected] of CASES) {
    await core.delete("auth/token/roles/r");
    await putRole(core, "r", role);
    const { status, auth, errors } = await makeBy(core, "r", body, parent);
    if (typeof expected === "string") assert.deepEqual([status, errors], [400, [expected]], what);
    else assert.deepEqual(auth?.policies, expected, `${what} ${errors}`);
  }
});

test("no role gives root, not even to root", async () => {
  const core = await roleCore();
  for (const role of [{}, { allowed_policies_glob: "*" }, { disallowed_policies: "a" }]) {
    await core.delete("auth/token/roles/r");
    await putRole(core, "r", role);
    for (const body of [{ policies: ["root"] }, { policies: [" ROOT"] }]) {
      assert.equal((await makeBy(core, "r", body)).status, 400);
    }
  }
});

test("an orphan of a role shows it, and its path", async () => {
  const core = await roleCore();
  await putRole(core, "r", {
    orphan: true,
    renewable: false,
    path_suffix: "suf",
    token_explicit_max_ttl: "2h",
    token_num_uses: 3,
    token_bound_cidrs: "127.0.0.1/32",
  });
  const { auth, warnings } = await makeBy(core, "r", {
    policies: ["a"],
    num_uses: 10,
    explicit_max_ttl: "1h",
    renewable: true,
  });
  assert.deepEqual(warnings, [
    "Explicit max TTL specified both during creation call and in role; using the lesser value of 3600 seconds",
    'TTL of "768h" exceeded the effective max_ttl of "1h"; TTL value is capped accordingly',
  ]);
  assert.deepEqual([auth.orphan, auth.renewable, auth.num_uses, auth.lease_duration], [true, false, 3, 3600]);
});

test("lookup shows what the token was asked to be, not what its role adds", async () => {
  const core = await roleCore();
  await putRole(core, "r", {
    token_period: "1h",
    token_explicit_max_ttl: "2h",
    path_suffix: "suf",
    orphan: true,
  });
  const { auth } = await makeBy(core, "r", { policies: ["a"] });
  const { data } = await core.post("auth/token/lookup", { token: auth.client_token });
  assert.deepEqual([data.role, data.path, data.period], ["r", "auth/token/create/r/suf", undefined]);
  assert.deepEqual([data.explicit_max_ttl, data.creation_ttl], [0, 3600]);
});

test("the role's type rules over what is asked, its default- does not", async () => {
  const core = await roleCore();
  const types: [string, object, object, string][] = [
    ["p8", { token_type: "batch", orphan: true, renewable: false }, { type: "service" }, "batch"],
    ["p9", { token_type: "service" }, { type: "batch" }, "service"],
    ["pa", { token_type: "default-batch" }, {}, "batch"],
    ["pb", { token_type: "default-batch" }, { type: "service" }, "service"],
    ["pc", { token_type: "default-service" }, { type: "batch" }, "batch"],
  ];
  for (const [name, role, body, expected] of types) {
    await putRole(core, name, role);
    assert.equal((await makeBy(core, name, { policies: ["a"], ...body })).auth.token_type, expected, name);
  }
});

test("a token is renewable when both it and its role say so", async () => {
  const core = await roleCore();
  for (const role of [true, false]) {
    await putRole(core, "r", { renewable: role });
    for (const wish of [true, false]) {
      const { auth } = await makeBy(core, "r", { policies: ["a"], renewable: wish });
      assert.equal(auth.renewable, role && wish);
    }
  }
});

test("a batch token is no way around a role's limits", async () => {
  const core = await roleCore();
  const limits: [object, string][] = [
    [{ token_num_uses: 3 }, "num_uses"],
    [{ token_explicit_max_ttl: "1h" }, "explicit_max_ttl"],
    [{ token_period: "1h" }, "period"],
  ];
  for (const [limit, field] of limits) {
    await core.delete("auth/token/roles/r");
    await putRole(core, "r", limit);
    const { errors } = await makeBy(core, "r", { policies: ["a"], type: "batch" });
    assert.deepEqual(errors, [`batch tokens cannot have "${field}" set`]);
  }
});

test("entity aliases are refused: there are no entities yet", async () => {
  const core = await roleCore();
  await putRole(core, "r", { allowed_entity_aliases: "x*" });
  await putRole(core, "none", {});
  assert.deepEqual((await makeBy(core, "r", { entity_alias: "y" })).errors, ["invalid 'entity_alias' value"]);
  assert.deepEqual((await makeBy(core, "none", { entity_alias: "y" })).errors, [
    "invalid 'entity_alias' value",
  ]);
  assert.equal((await makeBy(core, "r", { entity_alias: "X1" })).status, 400);
});

test("an unknown role makes nothing", async () => {
  const core = await roleCore();
  const { status, errors } = await makeBy(core, "nosuch", {});
  assert.deepEqual([status, errors], [400, ["unknown role nosuch"]]);
});

test("a token is not made by a role that changes meanwhile", async () => {
  const core = await roleCore();
  await putRole(core, "r", { allowed_policies: "a" });
  core.consensus.hold();
  const change = putRole(core, "r", { allowed_policies: "b" });
  const made = makeBy(core, "r", {});
  core.consensus.release();
  await change;
  assert.deepEqual((await made).auth.policies, ["b", "default"]);
});
