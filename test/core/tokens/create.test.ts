// auth/token/create and its kin: each answer as the reference implementation gives it (vault-api.md §4.5).
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

test("a child of root with everything it may ask for", async () => {
  const core = await withPolicies();
  const { status, auth, warnings } = await create(core, {
    policies: ["a", "nonexist"],
    ttl: "1h",
    meta: { x: "1" },
    display_name: "My Name! é_-x",
    num_uses: 3,
  });
  assert.equal(status, 200);
  const { client_token, accessor, ...rest } = auth;
  assert.match(client_token, /^hvs\.[0-9A-Za-z]{24}$/);
  assert.match(accessor, /^[0-9A-Za-z]{24}$/);
  assert.deepEqual(rest, {
    policies: ["a", "default", "nonexist"],
    token_policies: ["a", "default", "nonexist"],
    metadata: { x: "1" },
    lease_duration: 3600,
    renewable: true,
    entity_id: "",
    token_type: "service",
    orphan: false,
    mfa_requirement: null,
    num_uses: 3,
  });
  assert.deepEqual(warnings, ['Policy "nonexist" does not exist']);
  const { data } = await core.post("auth/token/lookup", { token: client_token });
  assert.equal(data.display_name, "token-My-Name-----x");
});

const REFUSED: [string, object, string][] = [
  ["a negative time to live", { ttl: "-1s" }, "ttl must be positive"],
  ["a negative maximum", { explicit_max_ttl: "-30m" }, "explicit_max_ttl must be positive"],
  ["a negative period", { period: "-24h" }, "period must be positive"],
  ["negative uses", { num_uses: -1 }, "number of uses cannot be negative"],
  ["an unknown type", { type: "zz" }, "invalid 'token_type' value"],
  ["a type for roles alone", { type: "default-service" }, "invalid 'token_type' value"],
  ["a batch token with uses", { type: "batch", num_uses: 2 }, 'batch tokens cannot have "num_uses" set'],
  ["a batch token with a period", { type: "batch", period: "1h" }, 'batch tokens cannot have "period" set'],
  [
    "a batch token with a maximum",
    { type: "batch", explicit_max_ttl: "1h" },
    'batch tokens cannot have "explicit_max_ttl" set',
  ],
  ["a batch root token", { type: "batch", policies: ["root"] }, "batch tokens cannot be root tokens"],
  ["an id with a dot", { id: "a.c" }, "custom token ID cannot have a '.' in the value"],
  ["an id that looks made", { id: "hvs.abc" }, "custom token ID cannot have the 'hvs.' prefix"],
  ["an id that looks made of old", { id: "s.abc" }, "custom token ID cannot have the 's.' prefix"],
  ["an internal policy", { policies: ["response-wrapping"] }, 'cannot assign policy "response-wrapping"'],
  ["an alias", { entity_alias: "x" }, "'entity_alias' is only allowed in combination with token role"],
];

test("what is refused, and how", async () => {
  const core = await withPolicies();
  for (const [what, body, error] of REFUSED) {
    const { status, errors } = await create(core, { policies: ["a"], ...body });
    assert.deepEqual([status, errors], [400, [error]], what);
  }
});

test("T13: durations that are none, or longer than any, are refused by their field's name, never repeated", async () => {
  const core = await withPolicies();
  for (const ttl of ["xyz", "9e99h", "2562048h", "1d2h"]) {
    for (const field of ["ttl", "period", "explicit_max_ttl"]) {
      const { status, errors } = await create(core, { policies: ["a"], [field]: ttl });
      assert.equal(status, 400);
      assert.ok(errors[0]?.startsWith(field), errors.join());
      assert.ok(!errors[0]?.includes(ttl));
    }
  }
});

const TTLS: [string, object, number, string[]][] = [
  ["the mount's default", {}, 2_764_800, []],
  ["seconds", { ttl: 3600 }, 3600, []],
  ["whole days", { ttl: "1d" }, 86_400, []],
  ["lease as another name", { lease: "2h" }, 7200, []],
  ["ttl before lease", { ttl: "1h", lease: "2h" }, 3600, []],
  ["less than a second is one, not for ever", { ttl: "500ms" }, 1, []],
  [
    "more than the mount's maximum",
    { ttl: "99999h" },
    2_764_800,
    ['TTL of "99999h" exceeded the effective max_ttl of "768h"; TTL value is capped accordingly'],
  ],
  [
    "more than the explicit maximum",
    { ttl: "1h", explicit_max_ttl: "30m" },
    1800,
    ['TTL of "1h" exceeded the effective max_ttl of "30m"; TTL value is capped accordingly'],
  ],
  [
    "the default beyond the explicit maximum",
    { explicit_max_ttl: "30m" },
    1800,
    ['TTL of "768h" exceeded the effective max_ttl of "30m"; TTL value is capped accordingly'],
  ],
  ["a maximum beyond the mount's", { explicit_max_ttl: "99999h" }, 2_764_800, []],
  ["a period", { period: "24h" }, 86_400, []],
  [
    "a period beyond the mount's maximum",
    { period: "9999h" },
    2_764_800,
    ['period of "9999h" exceeded the effective max_ttl of "768h"; period value is capped accordingly'],
  ],
  [
    "a period beyond the explicit maximum",
    { period: "24h", explicit_max_ttl: "1h" },
    3600,
    ['period of "24h" exceeded the effective max_ttl of "1h"; period value is capped accordingly'],
  ],
];

test("how long it lives, and what is said when that is less than asked", async () => {
  const core = await withPolicies();
  for (const [what, body, seconds, expected] of TTLS) {
    const { auth, warnings } = await create(core, { policies: ["a"], ...body });
    assert.equal(auth.lease_duration, seconds, what);
    assert.deepEqual(warnings, expected, what);
  }
});

const PRIVILEGED: [object, string][] = [
  [{ no_parent: true }, "root or sudo privileges required to create orphan token"],
  [{ period: "1h" }, "root or sudo privileges required to create periodic token"],
  [{ id: "mine" }, "root or sudo privileges required to specify token id"],
];

test("orphans, periods and chosen ids need sudo", async () => {
  const core = await withPolicies();
  const plain = await childOf(core, { policies: ["tok"] });
  const sudo = await childOf(core, { policies: ["toksudo"] });
  for (const [body, error] of PRIVILEGED) {
    assert.deepEqual((await create(core, body, plain)).errors, [error]);
    assert.equal((await create(core, body, sudo)).status, 200, error);
  }
});

test("create-orphan does not make up for a wish without privilege", async () => {
  const core = await withPolicies();
  const plain = await childOf(core, { policies: ["tok"] });
  const { errors } = await core.post("auth/token/create-orphan", { no_parent: true }, plain);
  assert.deepEqual(errors, ["root or sudo privileges required to create orphan token"]);
  // What an id may be is told to those who may choose one.
  assert.deepEqual((await create(core, { id: "a.b" }, plain)).errors, [
    "root or sudo privileges required to specify token id",
  ]);
});

test("create-orphan makes an orphan by the policy on its path alone", async () => {
  const core = await withPolicies();
  const plain = await childOf(core, { policies: ["tok"] });
  const { auth } = await core.post("auth/token/create-orphan", {}, plain);
  assert.equal(auth.orphan, true);
  await core.post("auth/token/revoke-self", {}, plain);
  assert.equal((await core.get("auth/token/lookup-self", auth.client_token)).status, 200);
});

test("a chosen id is taken once", async () => {
  const core = await withPolicies();
  assert.equal((await create(core, { policies: ["a"], id: "abc" })).auth.client_token, "abc");
  const again = await create(core, { policies: ["a"], id: "abc" });
  assert.deepEqual([again.status, again.errors], [400, ["cannot create a token with a duplicate ID"]]);
  await core.post("auth/token/revoke", { token: "abc" });
  assert.equal((await create(core, { policies: ["a"], id: "abc" })).status, 200);
});

test("of a hundred who choose the same id at once, one has it", async () => {
  const core = await withPolicies();
  const threads = [core, core.anotherThread()];
  const tries = Array.from({ length: 100 }, (_, at) =>
    create(threads[at % 2] as TestCore, { policies: ["a"], id: "same" }),
  );
  const statuses = (await Promise.all(tries)).map((answer) => answer.status);
  assert.equal(statuses.filter((status) => status === 200).length, 1);
  assert.equal(statuses.filter((status) => status === 400).length, 99);
});

test("tokens of limited use and batch tokens beget nothing", async () => {
  const core = await withPolicies();
  const limited = await childOf(core, { policies: ["tok"], num_uses: 5 });
  const batch = await childOf(core, { policies: ["tok"], type: "batch" });
  assert.deepEqual((await create(core, {}, limited)).errors, [
    "restricted use token cannot generate child tokens",
  ]);
  assert.deepEqual((await create(core, {}, batch)).errors, ["batch tokens cannot create more tokens"]);
});

test("a root token that ends makes no root token without end", async () => {
  const core = await withPolicies();
  const ending = await childOf(core, { policies: ["root"], ttl: "1h" });
  assert.deepEqual((await create(core, {}, ending)).errors, [
    "expiring root tokens cannot create non-expiring root tokens",
  ]);
  for (const body of [{ ttl: "10m" }, { period: "10m" }, { explicit_max_ttl: "10m" }]) {
    const { auth, warnings } = await create(core, { ...body }, ending);
    assert.deepEqual([auth.policies, auth.lease_duration, warnings], [["root"], 600, []]);
  }
});

test("CL-1.0.2: a child is bound to its parent's addresses", async () => {
  const core = await withPolicies();
  await core.post("auth/token/roles/bound", { token_bound_cidrs: "10.0.0.0/8" });
  const parent = (await core.post("auth/token/create/bound", { policies: ["tok"] })).auth.client_token;
  const from = (address: string, token: string) =>
    core.request({ method: "GET", path: "auth/token/lookup-self", from: address, token });
  const child = await core.request({
    method: "POST",
    path: "auth/token/create",
    from: "10.1.1.1",
    token: parent,
  });
  const batch = await core.request({
    method: "POST",
    path: "auth/token/create",
    from: "::ffff:10.1.1.1",
    token: parent,
    body: { type: "batch" },
  });
  for (const token of [parent, child.auth.client_token, batch.auth.client_token]) {
    assert.equal((await from("127.0.0.1", token)).status, 403);
    const { data } = await from("10.255.0.1", token);
    assert.deepEqual(data.bound_cidrs, ["10.0.0.0/8"]);
  }
});

test("a role's addresses narrow the parent's, they never widen them", async () => {
  const core = await withPolicies();
  await core.post("auth/token/roles/wide", { token_bound_cidrs: "10.0.0.0/8,192.168.0.0/16" });
  await core.post("auth/token/roles/narrow", { token_bound_cidrs: ["10.9.0.0/16", "::1"] });
  await core.post("auth/token/roles/apart", { token_bound_cidrs: "172.16.0.0/12" });
  const parent = (await core.post("auth/token/create/wide", { policies: ["tok"] })).auth.client_token;
  const by = (role: string, token: string) =>
    core.request({ method: "POST", path: `auth/token/create/${role}`, from: "10.9.1.1", token });
  const child = (await by("narrow", parent)).auth.client_token;
  const { data } = await core.post("auth/token/lookup", { token: child });
  assert.deepEqual(data.bound_cidrs, ["10.9.0.0/16"]);
  assert.equal((await by("apart", parent)).status, 400);
});
