import assert from "node:assert/strict";
import { test } from "node:test";
import type { TestCore } from "#test/core-harness/test-core.ts";
import { login, withUserpass } from "./userpass-stage.ts";

async function withBob(settings: object = {}): Promise<TestCore> {
  const core = await withUserpass();
  const { status, errors } = await core.post("auth/userpass/users/bob", { password: "pw", ...settings });
  assert.equal(status, 204, errors.join());
  return core;
}

test("a right password gives a token as the user's settings say", async () => {
  const core = await withBob({ token_policies: "dev", token_ttl: "1h" });
  const { status, auth, body } = await login(core, "bob");
  assert.equal(status, 200);
  assert.equal(body.data, null);
  const { client_token, accessor, ...rest } = auth;
  assert.match(client_token, /^hvs\./);
  assert.equal(accessor.length, 24);
  assert.deepEqual(rest, {
    policies: ["default", "dev"],
    token_policies: ["default", "dev"],
    metadata: { username: "bob" },
    lease_duration: 3600,
    renewable: true,
    entity_id: "",
    token_type: "service",
    orphan: true,
    mfa_requirement: null,
    num_uses: 0,
  });
  const { data } = await core.get("auth/token/lookup-self", client_token);
  assert.equal(data.display_name, "userpass-bob");
  assert.equal(data.path, "auth/userpass/login/bob");
});

test("a wrong password and an unknown user get the same answer", async () => {
  const core = await withBob();
  const wrong = await login(core, "bob", "no");
  const unknown = await login(core, "nobody", "no");
  assert.equal(wrong.status, 400);
  assert.deepEqual(wrong.body, { errors: ["invalid username or password"] });
  assert.deepEqual([unknown.status, unknown.body], [wrong.status, wrong.body]);
});

const wrongBodies: [string, object, string][] = [
  ["no password", {}, "missing password"],
  ["an empty password", { password: "" }, "missing password"],
  ["null", { password: null }, "missing password"],
  ["a password of 4097 bytes", { password: "x".repeat(4097) }, "a password has at most 4096 bytes"],
  [
    "an object",
    { password: {} },
    'Field validation failed: error converting input for field "password": expected a string',
  ],
];
for (const [what, body, message] of wrongBodies) {
  test(`a login with ${what} is a bad request, for known and unknown users alike`, async () => {
    const core = await withBob();
    for (const name of ["bob", "nobody"]) {
      const path = `auth/userpass/login/${name}`;
      const answer = await core.request({ method: "POST", path, body: { ...body }, token: null });
      assert.deepEqual([answer.status, answer.errors], [400, [message]]);
    }
  });
}

for (const password of [
  'quo"te',
  "back\\slash",
  "ключ 🔑",
  "tab\t",
  " blank ",
  "5",
  "x".repeat(200),
  "nul\u0000in",
]) {
  test(`the password ${JSON.stringify(password).slice(0, 20)} is taken letter for letter`, async () => {
    const core = await withBob({ password });
    assert.equal((await login(core, "bob", password)).status, 200);
    assert.equal((await login(core, "bob", `${password}x`)).status, 400);
    assert.equal((await login(core, "bob", password.slice(0, -1) || "y")).status, 400);
  });
}

test("a login works from where the user is bound to and nowhere else", async () => {
  const core = await withBob({ token_bound_cidrs: "10.0.0.0/8" });
  assert.equal((await login(core, "bob", "pw", { from: "10.1.2.3" })).status, 200);
  const foreign = await login(core, "bob", "pw", { from: "192.168.0.1" });
  assert.deepEqual([foreign.status, foreign.errors], [403, ["permission denied"]]);
  assert.equal((await login(core, "bob", "no", { from: "192.168.0.1" })).status, 400);
});

test("a token that is strictly bound works where it was made only", async () => {
  const core = await withBob({ token_strictly_bind_ip: true, token_bound_cidrs: "10.0.0.0/8" });
  const { auth } = await login(core, "bob", "pw", { from: "::ffff:10.1.2.3" });
  const use = async (from: string) =>
    (await core.request({ method: "GET", path: "auth/token/lookup-self", token: auth.client_token, from }))
      .status;
  assert.deepEqual([await use("10.1.2.3"), await use("10.1.2.4")], [200, 403]);
  assert.equal((await login(core, "bob", "pw", { from: "192.168.0.1" })).status, 403);
});

test("settings shape the token", async () => {
  const core = await withBob({
    token_num_uses: 3,
    token_no_default_policy: true,
    token_policies: "x",
    token_period: 600,
  });
  const { auth } = await login(core, "bob");
  assert.deepEqual([auth.num_uses, auth.policies, auth.lease_duration], [3, ["x"], 600]);
  await core.post("auth/userpass/users/bob", { token_num_uses: 0, token_period: 0, token_type: "batch" });
  const batch = (await login(core, "bob")).auth;
  assert.match(batch.client_token, /^hvb\./);
  assert.deepEqual([batch.token_type, batch.renewable], ["batch", false]);
});

const renew = (core: TestCore, token: string) => core.post("auth/token/renew-self", {}, token);

test("a token is renewed with the user's settings as they are now", async () => {
  const core = await withBob({ token_policies: "a", token_ttl: "1h" });
  const token = (await login(core, "bob")).auth.client_token;
  assert.equal((await renew(core, token)).auth.lease_duration, 3600);
  await core.post("auth/userpass/users/bob", { token_ttl: "10m", token_policies: "A" });
  assert.equal((await renew(core, token)).auth.lease_duration, 600);
});

test("a token is not renewed once the user's policies are others, or the user is gone", async () => {
  const core = await withBob({ token_policies: "a" });
  const token = (await login(core, "bob")).auth.client_token;
  await core.post("auth/userpass/users/bob", { token_policies: "a,b" });
  const changed = await renew(core, token);
  assert.equal(changed.status, 400);
  assert.match(changed.errors.join(), /policies have changed, not renewing/);
  await core.post("auth/userpass/users/bob", { token_policies: "a" });
  assert.equal((await renew(core, token)).status, 200);
  await core.delete("auth/userpass/users/bob");
  const gone = await renew(core, token);
  assert.deepEqual([gone.status, gone.auth], [204, undefined]);
});

test("a user that is deleted while its password is checked does not get in", async () => {
  const core = await withBob();
  core.consensus.hold();
  const pending = login(core, "bob");
  await core.node.turns.until(() => core.consensus.pending > 0, "the login is proposed");
  const removal = core.delete("auth/userpass/users/bob");
  core.consensus.release();
  await removal;
  const { status, auth } = await pending;
  // Whichever came first: a token only of a user that was there when it was made.
  if (status === 200) assert.equal((await renew(core, auth.client_token)).auth, undefined);
  assert.equal((await login(core, "bob")).status, 400);
});

test("a failed login writes nothing", async () => {
  const core = await withBob();
  let proposals = 0;
  core.consensus.intercept(() => {
    proposals++;
    return undefined;
  });
  for (const name of ["bob", "nobody"]) await login(core, name, "wrong");
  assert.equal(proposals, 0);
});
