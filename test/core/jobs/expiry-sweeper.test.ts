import assert from "node:assert/strict";
import { test } from "node:test";
import { utf8 } from "#base/bytes.ts";
import { expiryKey } from "#core/expiry-index.ts";
import { aCore } from "#test/core-harness/a-core.ts";
import type { TestCore } from "#test/core-harness/test-core.ts";
import { childOf } from "../tokens/stage/child-of.ts";

const withPolicies = async (): Promise<TestCore> => {
  const core = await aCore({ policies: { tok: { "auth/token/*": ["create", "read", "update"] } } });
  await core.post("auth/token/revoke", { token: await childOf(core) });
  return core;
};
const expiring = (core: TestCore) => core.store.allKeys("expiry/").length;
const tokens = (core: TestCore) => core.store.allKeys("token/").length;

test("CL-0.10.2a: tokens that ended while everything was down are refused at once and gone soon", async () => {
  const core = await withPolicies();
  const records = core.store.allKeys("token").length;
  const token = await childOf(core, { policies: ["tok"], ttl: "5s" });
  const child = await childOf(core, { ttl: "1h" }, token);
  core.clock.advanceSeconds(10);
  const later = await core.restarted();
  assert.equal((await later.get("auth/token/lookup-self", token)).status, 403);
  later.startDuties();
  await later.until(() => expiring(later) === 0, "nothing is due any more");
  assert.equal((await later.get("auth/token/lookup-self", child)).status, 403, "its child went with it");
  assert.equal(later.store.allKeys("token").length, records);
  await later.stopDuties();
});

test("a token is ended when its time has come, not before", async () => {
  const core = await withPolicies();
  core.startDuties();
  await childOf(core, { policies: ["tok"], ttl: "60s" });
  await childOf(core, { policies: ["tok"], ttl: "30d" });
  const held = tokens(core);
  core.clock.advanceMs(59_900);
  await core.node.turns.during(core.clock.pause(3000));
  assert.equal(tokens(core), held);
  core.clock.advanceMs(100);
  await core.until(() => tokens(core) === held - 1, "one is gone");
  core.clock.advanceSeconds(30 * 86_400);
  await core.until(() => tokens(core) === held - 2, "both are gone");
  await core.stopDuties();
});

test("a renewed token is left alone at its old time", async () => {
  const core = await withPolicies();
  core.startDuties();
  const token = await childOf(core, { policies: ["tok"], ttl: "60s" });
  core.clock.advanceSeconds(50);
  await core.post("auth/token/renew-self", { increment: "60s" }, token);
  assert.equal(expiring(core), 1);
  core.clock.advanceSeconds(59);
  await core.node.turns.during(core.clock.pause(3000));
  assert.equal((await core.get("auth/token/lookup-self", token)).status, 200);
  await core.stopDuties();
});

test("a thousand that end together go in few proposals", async () => {
  const core = await withPolicies();
  const records = core.store.allKeys("token").length;
  await Promise.all(Array.from({ length: 1000 }, () => childOf(core, { policies: ["tok"], ttl: "10s" })));
  let proposals = 0;
  core.consensus.intercept(() => {
    proposals++;
    return undefined;
  });
  core.clock.advanceSeconds(10);
  core.startDuties();
  await core.until(() => expiring(core) === 0, "all are gone");
  assert.ok(proposals <= 15, `${proposals} proposals`);
  assert.equal(core.store.allKeys("token").length, records);
  await core.stopDuties();
});

test("an index key whose token is gone or ends at another time is taken away, whatever stands in the index", async () => {
  const core = await withPolicies();
  const token = await childOf(core, { policies: ["tok"], ttl: "1h" });
  const name = core.thread.namer.nameOf(utf8(token));
  const dueMs = core.clock.logTimeMs() - 1000;
  await core.node.turns.during(
    core.thread.transactor.run((transaction) => {
      const mark = utf8("token-index/1\n{}");
      transaction.put(expiryKey(dueMs, "token", "root", "nobody"), mark);
      transaction.put(expiryKey(dueMs, "token", "root", name), mark);
      transaction.put(`expiry/${String(dueMs).padStart(14, "0")}/strange/root/x`, mark);
    }),
  );
  core.startDuties();
  await core.until(() => expiring(core) === 2, "two are taken away");
  assert.equal((await core.get("auth/token/lookup-self", token)).status, 200);
  await core.stopDuties();
});

test("a record that can not be read does not keep others alive", async () => {
  const core = await withPolicies();
  const [damaged, ...others] = await Promise.all(
    Array.from({ length: 12 }, () => childOf(core, { policies: ["tok"], ttl: "10s" })),
  );
  const key = `token/root/${core.thread.namer.nameOf(utf8(damaged as string))}`;
  const stored = core.store.getRaw(key)?.slice() as Uint8Array;
  stored[stored.length - 1] = (stored.at(-1) ?? 0) ^ 1;
  await core.store.write([{ key, value: stored }]);
  core.clock.advanceSeconds(10);
  const before = tokens(core);
  core.startDuties();
  await core.until(() => tokens(core) === before - others.length, "the others are gone");
  assert.ok(core.logger.messages("error").some((message) => message.startsWith("what is due")));
  await core.stopDuties();
});

test("a large tree that ends becomes a job", async () => {
  const core = await withPolicies();
  const records = core.store.allKeys("token").length;
  const root = await childOf(core, { policies: ["tok"], ttl: "10s" });
  await Promise.all(Array.from({ length: 240 }, () => childOf(core, { ttl: "1h" }, root)));
  core.clock.advanceSeconds(10);
  core.startDuties();
  await core.until(() => expiring(core) === 0 && core.store.allKeys("job/").length === 0, "all are gone");
  assert.equal(core.store.allKeys("token").length, records);
  await core.stopDuties();
});

test("a deposed leader's sweeper ends nothing, and goes on when it leads again", async () => {
  const core = await withPolicies();
  await childOf(core, { policies: ["tok"], ttl: "10s" });
  core.clock.advanceSeconds(10);
  core.consensus.stepDown();
  core.startDuties();
  await core.node.turns.during(core.clock.pause(5000));
  assert.equal(expiring(core), 1);
  core.node.status.setRole("leader");
  await core.until(() => expiring(core) === 0, "it is gone");
  await core.stopDuties();
});
