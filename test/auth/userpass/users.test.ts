import assert from "node:assert/strict";
import { test } from "node:test";
import type { TestCore } from "#test/core-harness/test-core.ts";
import { login, withUserpass } from "./userpass-stage.ts";

const standard = {
  token_bound_cidrs: [],
  token_explicit_max_ttl: 0,
  token_max_ttl: 0,
  token_no_default_policy: false,
  token_num_uses: 0,
  token_period: 0,
  token_policies: [],
  token_strictly_bind_ip: false,
  token_ttl: 0,
  token_type: "default",
};

const save = (core: TestCore, body: object, name = "bob") =>
  core.post(`auth/userpass/users/${name}`, { ...body });
const show = async (core: TestCore, name = "bob") => (await core.get(`auth/userpass/users/${name}`)).data;

test("a user is made, shown without its password, listed and removed", async () => {
  const core = await withUserpass();
  assert.equal((await core.list("auth/userpass/users")).status, 404);
  assert.equal(
    (await save(core, { password: "canary", token_policies: "Dev, ops", token_ttl: "1h" })).status,
    204,
  );
  const shown = await core.get("auth/userpass/users/bob");
  assert.deepEqual(shown.data, { ...standard, token_policies: ["dev", "ops"], token_ttl: 3600 });
  assert.doesNotMatch(JSON.stringify(shown.body), /canary|hash|\$/);
  await save(core, { password: "pw" }, "ada");
  assert.deepEqual((await core.list("auth/userpass/users")).data.keys, ["ada", "bob"]);
  const page = { method: "LIST", path: "auth/userpass/users", query: { after: "ada", limit: "5" } } as const;
  assert.deepEqual((await core.request(page)).data.keys, ["bob"]);
  for (const time of [1, 2])
    assert.equal((await core.delete("auth/userpass/users/bob")).status, 204, `${time}`);
  assert.equal((await core.get("auth/userpass/users/bob")).status, 404);
  assert.equal((await core.get("auth/userpass/users")).status, 405);
});

test("a change keeps what it does not give, the password too", async () => {
  const core = await withUserpass();
  await save(core, { password: "pw", token_ttl: 60, token_policies: ["a"] });
  await save(core, { token_max_ttl: "2h", token_type: "service" });
  assert.deepEqual(await show(core), {
    ...standard,
    token_ttl: 60,
    token_max_ttl: 7200,
    token_policies: ["a"],
    token_type: "service",
  });
  assert.equal((await login(core, "bob")).status, 200);
  await save(core, { token_policies: [], password: "" });
  assert.deepEqual((await show(core)).token_policies, []);
  assert.equal((await login(core, "bob")).status, 200);
});

test("names of users are the same in every case", async () => {
  const core = await withUserpass();
  await save(core, { password: "pw" }, "BoB");
  assert.deepEqual((await core.list("auth/userpass/users")).data.keys, ["bob"]);
  assert.equal((await core.get("auth/userpass/users/BOB")).status, 200);
  const { auth } = await login(core, "bOb");
  assert.deepEqual(auth.metadata, { username: "bob" });
  await core.delete("auth/userpass/users/bOB");
  assert.equal((await core.get("auth/userpass/users/bob")).status, 404);
});

for (const name of ["a b", "-x", "é", "\u212aim", "a/b", "x\u0000", "", " bob", "bob "]) {
  test(`${JSON.stringify(name)} is no user's name`, async () => {
    const core = await withUserpass();
    assert.ok([404, 405].includes((await save(core, { password: "pw" }, name)).status));
    assert.deepEqual(core.store.allKeys("logical/"), []);
    assert.equal((await login(core, name)).status, 403);
  });
}

test("settings given by an old name count, and are shown by both until the new name is used", async () => {
  const core = await withUserpass();
  await save(core, { password: "pw", policies: "p1", ttl: "5m", max_ttl: "10m", bound_cidrs: "10.0.0.0/8" });
  const both = {
    policies: ["p1"],
    token_policies: ["p1"],
    ttl: 300,
    token_ttl: 300,
    max_ttl: 600,
    token_max_ttl: 600,
    bound_cidrs: ["10.0.0.0/8"],
    token_bound_cidrs: ["10.0.0.0/8"],
  };
  assert.deepEqual(await show(core), { ...standard, ...both });
  await save(core, { token_policies: "p2", token_ttl: 60, token_max_ttl: 0, token_bound_cidrs: [] });
  assert.deepEqual(await show(core), { ...standard, token_policies: ["p2"], token_ttl: 60 });
  await save(core, { policies: ["p3"], token_policies: ["p4"] });
  assert.deepEqual((await show(core)).token_policies, ["p4"]);
});

const refused: [string, object, RegExp][] = [
  ["no password", {}, /must provide either password or password_hash/],
  ["an empty password", { password: "" }, /must provide either password or password_hash/],
  ["an object for a password", { password: {} }, /field "password": expected a string/],
  ["a password of 4097 bytes", { password: "x".repeat(4097) }, /at most 4096 bytes/],
  ["both ways of a password", { password: "x", password_hash: `$2a$10$${"a".repeat(53)}` }, /only one of/],
  ["a hash that is none", { password_hash: "zzz" }, /not a valid bcrypt hash/],
  [
    "a hash of another kind",
    { password_hash: "$argon2id$v=19$m=8,t=1,p=1$AAAAAAAAAAA$AAAAAAAAAAAAAAAA" },
    /bcrypt/,
  ],
  ["a hash that would take hours", { password_hash: `$2a$31$${"a".repeat(53)}` }, /cost up to 14/],
  ["an unknown type of token", { password: "x", token_type: "canary" }, /invalid 'token_type' value/],
  ["a mount's type of token", { password: "x", token_type: "default-service" }, /invalid 'token_type' value/],
  ["a TTL over its maximum", { password: "x", token_ttl: "3h", token_max_ttl: "1h" }, /cannot be greater/],
  ["a negative TTL", { password: "x", token_ttl: "-1h" }, /field "token_ttl"/],
  ["a TTL past all time", { password: "x", token_ttl: "2562048h" }, /field "token_ttl"/],
  ["a negative number of uses", { password: "x", token_num_uses: -1 }, /'token_num_uses' cannot be negative/],
  ["an address that is none", { password: "x", token_bound_cidrs: "canary" }, /^token_bound_cidrs: expected/],
  ["periodic batch tokens", { password: "x", token_type: "batch", token_period: 60 }, /periodic/],
  ["counted batch tokens", { password: "x", token_type: "batch", token_num_uses: 1 }, /limited use count/],
  ["a list of objects for policies", { password: "x", token_policies: [{}] }, /field "token_policies"/],
];
for (const [what, body, reason] of refused) {
  test(`a user with ${what} is refused, and nothing is kept`, async () => {
    const core = await withUserpass();
    const { status, errors } = await save(core, body);
    assert.equal(status, 400);
    assert.match(errors.join(), reason);
    assert.doesNotMatch(errors.join(), /canary/);
    assert.deepEqual(core.store.allKeys("logical/"), []);
  });
}

const roots = [
  "root",
  "Root",
  " root",
  "ROOT",
  "root\t",
  "\ufeffroot",
  "root\u00a0",
  "\uff52oot",
  "roo\uff34",
];
for (const name of roots) {
  test(`no user is given ${JSON.stringify(name)} (CVE-2024-9180, CVE-2025-5999, CVE-2025-54996, CVE-2025-64761)`, async () => {
    const core = await withUserpass();
    await save(core, { password: "pw" });
    for (const body of [{ policies: `a,${name}` }, { token_policies: [name] }, { token_policies: name }]) {
      assert.equal((await save(core, body)).status, 400);
      assert.equal((await core.post("auth/userpass/users/bob/policies", { ...body })).status, 400);
      assert.equal((await save(core, { password: "pw", ...body }, "eve")).status, 400);
    }
    assert.equal((await core.get("auth/userpass/users/eve")).status, 404);
    const { auth } = await login(core, "bob");
    assert.deepEqual(auth.policies, ["default"]);
  });
}

test("password and policies have paths of their own, for users that are there", async () => {
  const core = await withUserpass();
  await save(core, { password: "pw", policies: "a", token_ttl: 60 });
  assert.equal((await core.post("auth/userpass/users/BOB/password", { password: "new" })).status, 204);
  assert.equal((await login(core, "bob")).status, 400);
  assert.equal((await login(core, "bob", "new")).status, 200);
  assert.equal((await core.post("auth/userpass/users/bob/policies", { policies: "x,y" })).status, 204);
  assert.deepEqual((await show(core)).token_policies, ["x", "y"]);
  await core.post("auth/userpass/users/bob/policies", {});
  assert.deepEqual((await show(core)).token_policies, ["x", "y"]);
  assert.equal((await show(core)).token_ttl, 60);
  assert.equal((await core.post("auth/userpass/users/bob/password", {})).status, 400);
  for (const what of ["password", "policies"]) {
    const { status, errors } = await core.post(`auth/userpass/users/none/${what}`, { password: "x" });
    assert.deepEqual([status, errors], [400, ["username does not exist"]]);
  }
});

test("a new user needs create, a known one update", async () => {
  const policies = {
    con: { "auth/userpass/users/*": ["create" as const] },
    upd: { "auth/userpass/users/*": ["update" as const] },
  };
  const core = await withUserpass({ policies });
  const tokenOf = async (policy: string) =>
    (await core.post("auth/token/create", { policies: [policy] })).auth.client_token;
  const [con, upd] = [await tokenOf("con"), await tokenOf("upd")];
  const put = async (token: string) =>
    (await core.post("auth/userpass/users/bob", { password: "pw" }, token)).status;
  assert.deepEqual([await put(upd), await put(con), await put(con), await put(upd)], [403, 204, 403, 204]);
});

test("a rule for a user holds for every spelling of its name (GHSA-fg5x-7whg-6c28)", async () => {
  const every = ["create", "read", "update", "delete"] as const;
  const policies = {
    helpdesk: {
      "auth/userpass/users/*": every,
      "auth/userpass/users/admin": ["deny" as const],
      "auth/userpass/users/admin/password": ["deny" as const],
    },
    onlyMixed: { "auth/userpass/users/Bob": every },
  };
  const core = await withUserpass({ policies });
  await save(core, { password: "pw" }, "admin");
  const tokenOf = async (policy: string) =>
    (await core.post("auth/token/create", { policies: [policy] })).auth.client_token;
  const helpdesk = await tokenOf("helpdesk");
  for (const name of ["admin", "AdMiN", "ADMIN"]) {
    const path = `auth/userpass/users/${name}`;
    assert.equal((await core.get(path, helpdesk)).status, 403, name);
    assert.equal((await core.post(path, { password: "x" }, helpdesk)).status, 403, name);
    assert.equal((await core.post(`${path}/password`, { password: "x" }, helpdesk)).status, 403, name);
    assert.equal((await core.delete(path, helpdesk)).status, 403, name);
  }
  assert.equal((await login(core, "admin")).status, 200);
  assert.equal((await core.post("auth/userpass/users/Bob", { password: "x" }, helpdesk)).status, 204);
  const mixed = await tokenOf("onlyMixed");
  assert.equal((await core.get("auth/userpass/users/Bob", mixed)).status, 403);
});
