// auth/token/roles, answered as the reference implementation does.
import assert from "node:assert/strict";
import { test } from "node:test";
import { childOf } from "./stage/child-of.ts";
import { putRole, roleCore } from "./stage/role-core.ts";

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
  const core = await roleCore();
  assert.equal((await core.list("auth/token/roles")).status, 404);
  assert.equal((await core.get("auth/token/roles/r")).status, 404);
  assert.equal((await putRole(core, "r", {})).status, 204);
  assert.deepEqual((await core.get("auth/token/roles/r")).data, FRESH);
  await putRole(core, "R6", {});
  assert.deepEqual((await core.list("auth/token/roles")).data, { keys: ["R6", "r"] });
  assert.equal((await core.delete("auth/token/roles/r")).status, 204);
  assert.equal((await core.delete("auth/token/roles/r")).status, 204);
  assert.equal((await core.get("auth/token/roles/r")).status, 404);
});

test("what is given changes, the rest stays, and nothing can be taken back too", async () => {
  const core = await roleCore();
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
  await putRole(core, "r", everything);
  await putRole(core, "r", { token_type: "service" });
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
  await putRole(core, "r", {
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
  const core = await roleCore();
  await putRole(core, "r", { period: "1h", explicit_max_ttl: "3h", bound_cidrs: "10.0.0.0/8" });
  const old = (await core.get("auth/token/roles/r")).data;
  assert.deepEqual([old.period, old.explicit_max_ttl, old.bound_cidrs], [3600, 10_800, ["10.0.0.0/8"]]);
  assert.deepEqual([old.token_period, old.token_explicit_max_ttl], [3600, 10_800]);
  const both = await putRole(core, "r", { period: "1h", token_period: "2h" });
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
  const core = await roleCore();
  for (const [body, error] of REFUSED) {
    const { status, errors } = await putRole(core, "r", body);
    assert.equal(status, 400, JSON.stringify(body));
    assert.match(errors[0] ?? "", error);
  }
  assert.equal((await core.get("auth/token/roles/r")).status, 404);
});

test("writing a new role needs create, an old one update", async () => {
  const core = await roleCore();
  const token = await childOf(core, { policies: ["reader"] });
  assert.equal((await core.post("auth/token/roles/r", {}, token)).status, 403);
  await putRole(core, "r", {});
  assert.equal((await core.post("auth/token/roles/r", {}, token)).status, 204);
});

test("a maximum beyond the mount's is pointed out", async () => {
  const core = await roleCore();
  const { status, warnings } = await putRole(core, "r", { token_explicit_max_ttl: "99999h" });
  assert.equal(status, 200);
  assert.match(
    warnings[0] ?? "",
    /^Given explicit max TTL of 359996400 is greater than system\/mount allowed/,
  );
});
