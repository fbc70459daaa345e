// Tokens that are good for so many requests (vault-api.md §4.6).
import assert from "node:assert/strict";
import { test } from "node:test";
import { cubbyholeEngine } from "#engines/cubbyhole/cubbyhole-engine.ts";
import { aCore } from "#test/core-harness/a-core.ts";
import type { TestCore } from "#test/core-harness/test-core.ts";
import { childOf } from "./stage/child-of.ts";

const withPolicies = () =>
  aCore({
    policies: {
      default: { "cubbyhole/*": ["create", "read", "update"] },
      tok: { "auth/token/*": ["create", "read", "update", "delete", "list"] },
    },
    engines: [cubbyholeEngine],
    mounts: [{ path: "cubbyhole/", type: "cubbyhole" }],
  });
const self = (core: TestCore, token: string) => core.get("auth/token/lookup-self", token);
const accessors = async (core: TestCore) => (await core.list("auth/token/accessors")).data.keys.length;

test("T11: of a hundred parallel uses of one, on two threads, exactly one succeeds", async () => {
  for (let round = 0; round < 5; round++) {
    const core = await withPolicies();
    const threads = [core, core.anotherThread()];
    const token = await childOf(core, { policies: ["tok"], num_uses: 1 });
    const uses = Array.from({ length: 100 }, (_, at) => self(threads[at % 2] as TestCore, token));
    const statuses = (await Promise.all(uses)).map((answer) => answer.status);
    assert.equal(statuses.filter((status) => status === 200).length, 1);
    assert.equal(statuses.filter((status) => status === 403).length, 99);
    assert.equal(await accessors(core), 1, "only the root token is left");
  }
});

test("of a hundred parallel uses of ten, exactly ten succeed", async () => {
  const core = await withPolicies();
  const threads = [core, core.anotherThread(), core.anotherThread()];
  const token = await childOf(core, { policies: ["tok"], num_uses: 10 });
  const uses = Array.from({ length: 100 }, (_, at) => self(threads[at % 3] as TestCore, token));
  const answers = await Promise.all(uses);
  const shown = answers.filter((answer) => answer.status === 200).map((answer) => answer.data.num_uses);
  assert.deepEqual(
    shown.sort((a, b) => b - a),
    [9, 8, 7, 6, 5, 4, 3, 2, 1, -1],
  );
  assert.equal(await accessors(core), 1);
});

test("a request that policy denies has used the token too", async () => {
  const core = await withPolicies();
  const token = await childOf(core, { policies: ["tok"], num_uses: 2 });
  const denied = await core.get("sys/mounts", token);
  assert.equal(denied.status, 403);
  assert.equal((await self(core, token)).data.num_uses, -1);
  assert.equal((await self(core, token)).status, 403);
});

test("looking at a token by its id or accessor uses nothing", async () => {
  const core = await withPolicies();
  const token = await childOf(core, { policies: ["tok"], num_uses: 2 });
  for (let look = 0; look < 5; look++) {
    assert.equal((await core.post("auth/token/lookup", { token })).data.num_uses, 2);
  }
});

test("a use from a foreign address, or of an expired token, is none", async () => {
  const core = await withPolicies();
  await core.post("auth/token/roles/r", { token_bound_cidrs: "10.0.0.0/8", allowed_policies: "tok" });
  const token = (await core.post("auth/token/create/r", { num_uses: 2 })).auth.client_token;
  assert.equal((await self(core, token)).status, 403);
  assert.equal((await core.post("auth/token/lookup", { token })).data.num_uses, 2);
});

test("the last use writes, then the token's cubbyhole goes with it", async () => {
  const core = await withPolicies();
  const token = await childOf(core, { policies: ["tok"], num_uses: 1 });
  assert.equal((await core.post("cubbyhole/a", { x: 1 }, token)).status, 204);
  assert.deepEqual(core.store.allKeys("logical/"), []);
});

test("the last use may not renew, and revokes itself", async () => {
  const core = await withPolicies();
  const renewing = await childOf(core, { policies: ["tok"], num_uses: 1 });
  assert.deepEqual((await core.post("auth/token/renew-self", {}, renewing)).errors, ["token not found"]);
  const revoking = await childOf(core, { policies: ["tok"], num_uses: 1 });
  assert.equal((await core.post("auth/token/revoke-self", {}, revoking)).status, 204);
  assert.equal(await accessors(core), 1);
});

test("a write that conflicts is tried again without another use", async () => {
  const core = await withPolicies();
  const token = await childOf(core, { policies: ["tok"], num_uses: 3 });
  let conflicts = 3;
  const stop = core.consensus.intercept((proposal) => {
    const isOwnWrite = proposal.writes.some((write) => write.key.startsWith("logical/"));
    return isOwnWrite && conflicts-- > 0 ? { kind: "conflict", key: "any" } : undefined;
  });
  assert.equal((await core.post("cubbyhole/a", { x: 1 }, token)).status, 204);
  stop();
  assert.equal((await self(core, token)).data.num_uses, 1);
});

test("if the last request does not come back, the sweeper ends the token", async () => {
  let core = await withPolicies();
  const token = await childOf(core, { policies: ["tok"], num_uses: 1, period: "24h" });
  core.consensus.intercept((proposal) => {
    // The use is taken; the process dies before it is retired.
    if (proposal.writes.some((write) => write.key.startsWith("token/") && !write.value))
      core.consensus.kill();
    return undefined;
  });
  void self(core, token);
  await core.node.turns.halted;
  core = await core.restarted();
  assert.equal((await self(core, token)).status, 403);
  assert.equal(await accessors(core), 2);
  core.startDuties();
  core.clock.advanceSeconds(121);
  await core.until(() => core.store.allKeys("token-accessor/").length === 1, "the token is gone");
  assert.equal(await accessors(core), 1);
  await core.stopDuties();
});

test("a use whose commit is unknown is not gone on with", async () => {
  const core = await withPolicies();
  const token = await childOf(core, { policies: ["tok"], num_uses: 2 });
  core.consensus.refuseNext(1, { kind: "unknown", reason: "the leader died" });
  assert.equal((await self(core, token)).status, 409);
});
