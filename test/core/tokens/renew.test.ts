import assert from "node:assert/strict";
import { test } from "node:test";
import { aCore } from "#test/core-harness/a-core.ts";
import type { TestCore } from "#test/core-harness/test-core.ts";
import { childOf } from "./stage/child-of.ts";

const withPolicies = () =>
  aCore({ policies: { tok: { "auth/token/*": ["create", "read", "update", "delete", "list"] }, a: {} } });
const renew = (core: TestCore, token: string, body: object = {}) =>
  core.post("auth/token/renew", { token, ...body });
const lookup = async (core: TestCore, token: string) =>
  (await core.post("auth/token/lookup", { token })).data;

test("renewing gives what is asked, or what was granted last", async () => {
  const core = await withPolicies();
  const token = await childOf(core, { policies: ["a"], ttl: "1h" });
  const cases: [object, number, string[]][] = [
    [{}, 3600, []],
    [{ increment: "2h" }, 7200, []],
    [{ increment: 0 }, 7200, []],
    [{ increment: 30 }, 30, []],
    [
      { increment: "99999h" },
      2_764_800,
      ['TTL of "99999h" exceeded the effective max_ttl of "768h"; TTL value is capped accordingly'],
    ],
    [{}, 2_764_800, []],
  ];
  for (const [body, seconds, expected] of cases) {
    const { status, auth, warnings } = await renew(core, token, body);
    assert.deepEqual([status, auth.lease_duration, warnings], [200, seconds, expected]);
  }
});

test("the answer is the token's own, and a lookup tells of the renewal", async () => {
  const core = await withPolicies();
  const token = await childOf(core, { policies: ["a"], ttl: "1h", meta: { x: "1" } });
  const { accessor } = await lookup(core, token);
  core.clock.advanceMs(60_250);
  const { auth } = await renew(core, token, { increment: "10m" });
  assert.deepEqual([auth.client_token, auth.accessor, auth.metadata], [token, accessor, { x: "1" }]);
  const data = await lookup(core, token);
  assert.deepEqual(
    [data.last_renewal, data.last_renewal_time, data.expire_time, data.creation_ttl, data.ttl],
    ["2026-01-02T03:05:05.25Z", 1_767_323_105, "2026-01-02T03:15:05.25Z", 3600, 600],
  );
});

test("by accessor, without telling the id; and by the token itself", async () => {
  const core = await withPolicies();
  const token = await childOf(core, { policies: ["tok"], ttl: "1h" });
  const { accessor } = await lookup(core, token);
  const { auth } = await core.post("auth/token/renew-accessor", { accessor, increment: 60 });
  assert.deepEqual([auth.client_token, auth.accessor, auth.lease_duration], ["", accessor, 60]);
  const self = await core.post("auth/token/renew-self", { increment: "5m" }, token);
  assert.deepEqual([self.auth.client_token, self.auth.lease_duration], [token, 300]);
});

test("what can not be renewed", async () => {
  const core = await withPolicies();
  const fixed = await childOf(core, { policies: ["a"], renewable: false, ttl: "1h" });
  const batch = await childOf(core, { policies: ["tok"], type: "batch" });
  const refused: [object, string][] = [
    [{}, "missing token ID"],
    [{ token: "nope" }, "token not found"],
    [{ token: fixed }, "lease is not renewable"],
    [{ token: core.rootToken }, "invalid lease ID"],
    [{ token: batch }, "batch tokens cannot be renewed"],
  ];
  for (const [body, error] of refused) {
    const { status, errors } = await core.post("auth/token/renew", { ...body });
    assert.deepEqual([status, errors], [400, [error]]);
  }
  const self = await core.post("auth/token/renew-self", {}, batch);
  assert.deepEqual(self.errors, ["batch tokens cannot be renewed"]);
  const accessor = await core.post("auth/token/renew-accessor", { accessor: "zz" });
  assert.deepEqual(accessor.errors, ["1 error occurred:\n\t* invalid accessor\n\n"]);
  assert.equal((await renew(core, fixed, { increment: "-10m" })).status, 400);
});

test("an explicit maximum counts from the issue, and ends renewals", async () => {
  const core = await withPolicies();
  const token = await childOf(core, { policies: ["a"], ttl: "30m", explicit_max_ttl: "1h" });
  core.clock.advanceSeconds(1500);
  const { auth, warnings } = await renew(core, token, { increment: "2h" });
  assert.equal(auth.lease_duration, 2100);
  assert.deepEqual(warnings, [
    'TTL of "2h" exceeded the effective max_ttl of "35m"; TTL value is capped accordingly',
  ]);
  core.clock.advanceMs(2_099_500);
  const late = await renew(core, token);
  assert.deepEqual([late.status, late.errors], [400, ["past the max TTL, cannot renew"]]);
});

test("CVE-2021-32923: no renewal within the last second lives for ever", async () => {
  const core = await withPolicies();
  for (let left = 1; left <= 1000; left += 37) {
    const token = await childOf(core, { policies: ["a"], ttl: "5s", explicit_max_ttl: "5s" });
    core.clock.advanceMs(5000 - left);
    const { status, auth } = await renew(core, token);
    const data = await lookup(core, token);
    assert.notEqual(data.expire_time, null);
    if (status === 200) assert.ok(auth.lease_duration > 0);
    core.clock.advanceMs(left);
    assert.equal(await lookup(core, token), undefined);
  }
});

test("a periodic token is renewed for ever, for its period whatever is asked", async () => {
  const core = await withPolicies();
  const token = await childOf(core, { policies: ["a"], period: "24h" });
  for (let day = 0; day < 60; day++) {
    core.clock.advanceSeconds(80_000);
    assert.equal((await renew(core, token, { increment: "999h" })).auth.lease_duration, 86_400);
  }
});

test("a period within an explicit maximum shrinks to what is left", async () => {
  const core = await withPolicies();
  const token = await childOf(core, { policies: ["a"], period: "2h", explicit_max_ttl: "3h" });
  assert.equal((await lookup(core, token)).explicit_max_ttl, 10_800);
  core.clock.advanceSeconds(7000);
  const { auth, warnings } = await renew(core, token);
  assert.equal(auth.lease_duration, 3800);
  assert.deepEqual(warnings, [
    'period of "2h" exceeded the effective max_ttl of "1h3m20s"; period value is capped accordingly',
  ]);
});

test("a role's period rules over renewals as it is now; without one the last holds", async () => {
  const core = await withPolicies();
  const role = (body: object) => core.post("auth/token/roles/r", { ...body });
  await role({ token_period: "1h" });
  const token = (await core.post("auth/token/create/r", { policies: ["a"] })).auth.client_token;
  await role({ token_period: "20m", token_explicit_max_ttl: "10h" });
  assert.equal((await renew(core, token)).auth.lease_duration, 1200);
  await role({ token_period: 0 });
  assert.equal((await renew(core, token)).auth.lease_duration, 1200);
  core.clock.advanceSeconds(1000);
  await role({ token_explicit_max_ttl: "25m" });
  assert.equal((await renew(core, token)).auth.lease_duration, 500);
});

test("when its role is gone, a token is not renewed", async () => {
  const core = await withPolicies();
  await core.post("auth/token/roles/r", { token_period: "1h" });
  const token = (await core.post("auth/token/create/r", { policies: ["a"] })).auth.client_token;
  await core.delete("auth/token/roles/r");
  const { status, errors } = await renew(core, token);
  assert.equal(status, 500);
  assert.match(errors[0] ?? "", /original token role "r" could not be found, not renewing/);
  assert.equal((await lookup(core, token)).last_renewal, undefined);
});

test("the mount's tuned maximum caps renewals too", async () => {
  const core = await withPolicies();
  const token = await childOf(core, { policies: ["a"], ttl: "10m" });
  await core.thread.transactor.run((transaction) => {
    const mount = core.thread.mounts.at("root", "auth/token/");
    assert.ok(mount);
    const config = { ...mount.config, defaultTtlSeconds: 1200, maxTtlSeconds: 1800 };
    core.thread.mounts.change(transaction, "root", { ...mount, config });
  });
  assert.equal((await renew(core, token)).auth.lease_duration, 600);
  assert.equal((await renew(core, token, { increment: "2h" })).auth.lease_duration, 1800);
  core.clock.advanceSeconds(1000);
  assert.equal((await renew(core, token, { increment: "2h" })).auth.lease_duration, 800);
});
