import assert from "node:assert/strict";
import { test } from "node:test";
import type { MountConfig } from "#core/mount-entry.ts";
import { aCore } from "#test/core-harness/a-core.ts";
import type { TestCore } from "#test/core-harness/test-core.ts";
import { loginEngine, type Users } from "./stage/login-engine.ts";

const withUsers = (users: Users, config: Partial<MountConfig> = {}): Promise<TestCore> =>
  aCore({
    engines: [loginEngine(users)],
    mounts: [{ path: "auth/up/stairs/", type: "open", config }],
    policies: { tok: { "auth/token/*": ["create", "read", "update"] } },
  });
const login = (core: TestCore, name: string, from = "127.0.0.1") =>
  core.request({ method: "POST", path: `auth/up/stairs/login/${name}`, token: null, from });
const lookup = async (core: TestCore, token: string) =>
  (await core.post("auth/token/lookup", { token })).data;

test("a login makes an orphan of the user's policies, named by mount and user", async () => {
  const core = await withUsers({ ada: { policies: ["Tok", "a"], ttlSeconds: 3600 } });
  const { status, auth, warnings } = await login(core, "ada");
  assert.equal(status, 200);
  assert.deepEqual(
    [auth.policies, auth.lease_duration, auth.orphan, auth.renewable, auth.metadata, warnings],
    [["a", "default", "tok"], 3600, true, true, { username: "ada" }, []],
  );
  const data = await lookup(core, auth.client_token);
  assert.deepEqual([data.display_name, data.path], ["up-stairs-ada", "auth/up/stairs/login/ada"]);
});

test("no login gives root, however it is spelled", async () => {
  for (const name of ["root", "ROOT", " root", "root\t"]) {
    const core = await withUsers({ eve: { policies: ["a", name] } });
    const { status, auth, errors } = await login(core, "eve");
    assert.equal(status, 400, JSON.stringify(name));
    assert.equal(auth, undefined);
    assert.match(errors[0] ?? "", /cannot create root tokens|cannot be seen/);
  }
});

test("CVE-2026-46405: a failed login makes no token", async () => {
  const core = await withUsers({ ada: { policies: ["tok"] } });
  const before = core.store.allKeys("token").length;
  await core.request({ method: "POST", path: "auth/up/stairs/login/nobody", token: null });
  await core.request({
    method: "POST",
    path: "auth/up/stairs/login/ada",
    token: null,
    body: { fail: "yes" },
  });
  core.consensus.refuseNext(1, { kind: "not-leader" });
  assert.equal((await login(core, "ada")).status, 503);
  assert.equal(core.store.allKeys("token").length, before);
  assert.equal((await core.list("auth/token/accessors")).data.keys.length, 1);
});

test("CL-1.1.1: who is bound to other addresses does not get in, nor use the token there", async () => {
  const core = await withUsers({ ada: { boundCidrs: ["10.0.0.0/8"] } });
  const { status, errors } = await login(core, "ada");
  assert.deepEqual([status, errors], [403, ["permission denied"]]);
  const { auth } = await login(core, "ada", "10.1.1.1");
  assert.equal((await core.get("auth/token/lookup-self", auth.client_token)).status, 403);
});

const TYPES: [MountConfig["tokenType"], Users[string]["type"], string][] = [
  ["default-service", "default", "service"],
  ["default-service", "service", "service"],
  ["default-service", "batch", "batch"],
  ["default-service", "default-batch", "batch"],
  ["default-batch", "default", "batch"],
  ["default-batch", "service", "service"],
  ["default-batch", "default-service", "service"],
  ["service", "batch", "service"],
  ["service", "default", "service"],
  ["batch", "service", "batch"],
  ["batch", "default", "batch"],
];

test("the mount's type rules, its default- type gives way to the user's", async () => {
  for (const [tokenType, type, expected] of TYPES) {
    const core = await withUsers({ ada: type ? { type } : {} }, { tokenType });
    const { auth } = await login(core, "ada");
    assert.equal(auth.token_type, expected, `${tokenType}/${type}`);
    assert.equal(auth.renewable, expected === "service");
  }
});

test("a batch login does not lift a limit of uses", async () => {
  const core = await withUsers({ ada: { type: "batch", numUses: 3 } });
  assert.deepEqual((await login(core, "ada")).errors, ['batch tokens cannot have "num_uses" set']);
});

test("time to live: the user's, within mount and maxima", async () => {
  const core = await withUsers(
    {
      plain: {},
      long: { ttlSeconds: 3600 },
      capped: { ttlSeconds: 1500, maxTtlSeconds: 900 },
      periodic: { periodSeconds: 600 },
      explicit: { ttlSeconds: 600, explicitMaxTtlSeconds: 300 },
      batch: { type: "batch", periodSeconds: 120, explicitMaxTtlSeconds: 60 },
    },
    { defaultTtlSeconds: 1200, maxTtlSeconds: 1800 },
  );
  const expected = { plain: 1200, long: 1800, capped: 900, periodic: 600, explicit: 300, batch: 60 };
  for (const [name, seconds] of Object.entries(expected)) {
    assert.equal((await login(core, name)).auth.lease_duration, seconds, name);
  }
  assert.deepEqual((await login(core, "long")).warnings, [
    'TTL of "1h" exceeded the effective max_ttl of "30m"; TTL value is capped accordingly',
  ]);
});

test("a login's token is renewed by what the user may now", async () => {
  const users: Users = { ada: { ttlSeconds: 600, policies: ["tok"] } };
  const core = await withUsers(users);
  const { client_token: token } = (await login(core, "ada")).auth;
  const renew = (body: object = {}) => core.post("auth/token/renew-self", { ...body }, token);
  assert.equal((await renew()).auth.lease_duration, 600);
  users.ada = { ttlSeconds: 300, maxTtlSeconds: 900 };
  assert.equal((await renew()).auth.lease_duration, 300);
  assert.equal((await renew({ increment: "2h" })).auth.lease_duration, 900);
  users.ada = { periodSeconds: 240 };
  assert.equal((await renew({ increment: "2h" })).auth.lease_duration, 240);
  const before = await lookup(core, token);
  delete users.ada;
  core.clock.advanceSeconds(10);
  const gone = await renew();
  assert.deepEqual([gone.status, gone.auth], [204, undefined]);
  assert.equal((await lookup(core, token)).expire_time, before.expire_time);
});

test("a token of a mount that is gone is not renewed", async () => {
  const core = await withUsers({ ada: { policies: ["tok"] } });
  const { client_token: token } = (await login(core, "ada")).auth;
  await core.node.turns.during(
    core.thread.transactor.run((transaction) => {
      const mount = core.thread.mounts.at("root", "auth/up/stairs/");
      assert.ok(mount);
      core.thread.mounts.remove(transaction, "root", mount);
    }),
  );
  assert.equal((await core.post("auth/token/renew-self", {}, token)).status, 204);
});
