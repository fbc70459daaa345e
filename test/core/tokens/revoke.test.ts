import assert from "node:assert/strict";
import { test } from "node:test";
import { jobKey } from "#core/job-entry.ts";
import { tokenKey } from "#core/token-entry.ts";
import { childKey } from "#core/tokens/token-records.ts";
import { cubbyholeEngine } from "#engines/cubbyhole/cubbyhole-engine.ts";
import { aCore, type CoreOptions } from "#test/core-harness/a-core.ts";
import type { TestCore } from "#test/core-harness/test-core.ts";
import { childOf } from "./stage/child-of.ts";
import { aTree, wideTree } from "./stage/token-trees.ts";

const tokenRecords = (core: TestCore) => core.store.allKeys("token").length + core.store.allKeys("expiry/").length;
const withPolicies = async (options: CoreOptions = {}): Promise<TestCore> => {
  const core = await aCore({
    policies: {
      default: { "cubbyhole/*": ["create", "read", "update", "delete", "list"] },
      tok: { "auth/token/*": ["create", "read", "update", "delete", "list"] },
      a: {},
    },
    engines: [cubbyholeEngine],
    mounts: [{ path: "cubbyhole/", type: "cubbyhole" }],
    ...options,
  });
  // The root token has had a child: a record of that stays as long as it does.
  await revoke(core, await childOf(core));
  return core;
};
const revoke = (core: TestCore, token: string) => core.post("auth/token/revoke", { token });
const isGood = async (core: TestCore, token: string) =>
  (await core.post("auth/token/lookup", { token })).status === 200;

test("T10: a tree goes with its root, and leaves no record", async () => {
  const core = await withPolicies();
  const before = tokenRecords(core);
  const { root, all } = await aTree(core, [3, 2]);
  assert.equal(all.length, 10);
  assert.equal((await revoke(core, root)).status, 204);
  for (const token of all) assert.equal(await isGood(core, token), false);
  assert.equal(tokenRecords(core), before);
});

test("revoking is idempotent, and says nothing of what was not there", async () => {
  const core = await withPolicies();
  const token = await childOf(core, { policies: ["a"] });
  const { accessor } = (await core.post("auth/token/lookup", { token })).data;
  assert.equal((await revoke(core, token)).status, 204);
  assert.equal((await revoke(core, token)).status, 204);
  assert.equal((await revoke(core, "nope")).status, 204);
  const byAccessor = await core.post("auth/token/revoke-accessor", { accessor });
  assert.deepEqual([byAccessor.status, byAccessor.warnings], [200, ["No token found with this accessor"]]);
});

test("by itself and by accessor", async () => {
  const core = await withPolicies();
  const self = await childOf(core, { policies: ["tok"] });
  assert.equal((await core.post("auth/token/revoke-self", {}, self)).status, 204);
  assert.equal((await core.get("auth/token/lookup-self", self)).status, 403);
  const other = await childOf(core, { policies: ["tok"] });
  const { accessor } = (await core.post("auth/token/lookup", { token: other })).data;
  assert.equal((await core.post("auth/token/revoke-accessor", { accessor })).status, 204);
  assert.equal((await core.get("auth/token/lookup-self", other)).status, 403);
});

test("what is missing is named", async () => {
  const core = await withPolicies();
  const cases: [string, object, string][] = [
    ["revoke", {}, "missing token ID"],
    ["revoke", { token: "" }, "missing token ID"],
    ["revoke-orphan", {}, "missing token ID"],
    ["revoke-orphan", { token: "nope" }, "token to revoke not found"],
    ["revoke-accessor", {}, "1 error occurred:\n\t* missing accessor\n\n"],
  ];
  for (const [path, body, error] of cases) {
    const { status, errors } = await core.post(`auth/token/${path}`, { ...body });
    assert.deepEqual([status, errors], [400, [error]]);
  }
});

test("T9: batch tokens can not be revoked", async () => {
  const core = await withPolicies();
  const token = await childOf(core, { policies: ["tok"], type: "batch" });
  for (const path of ["revoke", "revoke-orphan"]) {
    assert.deepEqual((await core.post(`auth/token/${path}`, { token })).errors, ["batch tokens cannot be revoked"]);
  }
  assert.deepEqual((await core.post("auth/token/revoke-self", {}, token)).errors, ["batch tokens cannot be revoked"]);
});

test("revoke-orphan needs sudo and leaves the children as orphans", async () => {
  const core = await withPolicies();
  const parent = await childOf(core, { policies: ["tok"] });
  const children = [await childOf(core, {}, parent), await childOf(core, {}, parent)];
  const grandchild = await childOf(core, {}, children[0]);
  assert.equal((await core.post("auth/token/revoke-orphan", { token: children[0] }, parent)).status, 403);
  assert.equal((await core.post("auth/token/revoke-orphan", { token: parent })).status, 204);
  assert.equal(await isGood(core, parent), false);
  for (const token of children) {
    assert.equal((await core.get("auth/token/lookup-self", token)).data.orphan, true);
  }
  await revoke(core, children[0] as string);
  assert.equal(await isGood(core, grandchild), false);
  assert.equal(await isGood(core, children[1] as string), true);
});

test("a token's cubbyhole goes with it, however full", async () => {
  const core = await withPolicies();
  core.startDuties();
  const token = await childOf(core, { policies: ["tok"] });
  const inCubbyhole = () => core.store.allKeys("logical/").length;
  for (let at = 0; at < 450; at++) {
    await core.post(`cubbyhole/a/${at % 7}/${at}`, { x: at }, token);
  }
  assert.equal(inCubbyhole(), 450);
  assert.equal((await revoke(core, token)).status, 204);
  assert.equal(inCubbyhole(), 0);
  assert.equal(await isGood(core, token), false);
  await core.stopDuties();
});

test("a large tree is shut at once and goes as a job; the answer waits for it", async () => {
  const core = await withPolicies();
  const before = tokenRecords(core);
  const { root, all } = await wideTree(core, 250);
  core.startDuties();
  const answer = revoke(core, root);
  await core.until(() => core.store.allKeys("job/").length === 1, "the job is recorded");
  assert.equal((await core.get("auth/token/lookup-self", root)).status, 403);
  assert.equal((await answer).status, 204);
  assert.equal(core.store.allKeys("job/").length, 0);
  assert.equal(tokenRecords(core), before);
  for (const token of all.slice(0, 20)) assert.equal(await isGood(core, token), false);
  await core.stopDuties();
});

test("a chain of a thousand goes too", async () => {
  const core = await withPolicies();
  const before = tokenRecords(core);
  const { root } = await aTree(core, new Array(1000).fill(1));
  core.startDuties();
  assert.equal((await revoke(core, root)).status, 204);
  assert.equal(tokenRecords(core), before);
  await core.stopDuties();
});

test("when the tree outlives the answer's patience, the answer says that it goes on", async () => {
  const core = await withPolicies();
  const { root } = await wideTree(core, 250);
  const { status, warnings } = await revoke(core, root);
  assert.equal(status, 202);
  assert.match(warnings[0] ?? "", /goes on in the background/);
  assert.equal((await core.get("auth/token/lookup-self", root)).status, 403);
  core.startDuties();
  assert.equal((await revoke(core, root)).status, 204, "asked again, it waits for the same job");
  await core.stopDuties();
});

test("kill -9 in the middle of a tree: the next leader finishes it", async () => {
  for (const appliedSteps of [1, 2, 4]) {
    let core = await withPolicies();
    const before = tokenRecords(core);
    const { root, all } = await wideTree(core, 450, [20, 15]);
    const full = tokenRecords(core);
    core.startDuties();
    void revoke(core, root);
    let seen = 0;
    core.consensus.intercept(() => {
      if (++seen > appliedSteps) core.consensus.kill();
      return undefined;
    });
    await core.node.turns.halted;
    const left = tokenRecords(core);
    assert.ok(left > before && left < full, "killed in the middle");
    core = await core.restarted();
    assert.equal((await core.get("auth/token/lookup-self", root)).status, 403);
    core.startDuties();
    await core.until(() => core.store.allKeys("job/").length === 0, "the job is done");
    assert.equal(tokenRecords(core), before);
    for (const token of all.slice(-20)) assert.equal(await isGood(core, token), false);
    await core.stopDuties();
  }
});

test("two runners at once do the work once", async () => {
  const core = await withPolicies();
  const before = tokenRecords(core);
  const { root } = await wideTree(core, 300);
  const other = core.anotherThread();
  core.startDuties();
  other.startDuties();
  assert.equal((await revoke(core, root)).status, 204);
  assert.equal(tokenRecords(core), before);
  assert.deepEqual(core.logger.messages("error"), []);
  await Promise.all([core.stopDuties(), other.stopDuties()]);
});

test("no child is made of a parent that is being revoked, and none survives", async () => {
  for (let delay = 0; delay < 12; delay++) {
    const core = await withPolicies();
    const before = tokenRecords(core);
    const threads = [core, core.anotherThread()];
    core.startDuties();
    const parent = await childOf(core, { policies: ["tok"] });
    const children: string[] = [];
    const make = async (thread: TestCore) => {
      for (;;) {
        const { status, auth } = await thread.post("auth/token/create", {}, parent);
        if (status !== 200) return assert.equal(status, 403);
        children.push(auth.client_token);
      }
    };
    const makers = Array.from({ length: 12 }, (_, at) => make(threads[at % 2] as TestCore));
    await core.until(() => children.length >= delay * 3, "some children are made");
    assert.equal((await revoke(threads[delay % 2] as TestCore, parent)).status, 204);
    await Promise.all(makers);
    for (const child of children) assert.equal(await isGood(core, child), false);
    assert.equal(tokenRecords(core), before);
    await core.stopDuties();
  }
});

test("a parent that makes children without pause is revoked all the same, in good time", async () => {
  const core = await withPolicies();
  core.startDuties();
  const parent = await childOf(core, { policies: ["tok"] });
  let isOver = false;
  let made = 0;
  const makers = Array.from({ length: 40 }, async () => {
    while (!isOver) {
      const { status } = await core.post("auth/token/create", {}, parent);
      if (status !== 200) return;
      made++;
    }
  });
  await core.until(() => made > 100, "children are being made");
  const startedMs = core.clock.monotonicMs();
  assert.equal((await revoke(core, parent)).status, 204);
  isOver = true;
  await Promise.all(makers);
  assert.ok(core.clock.monotonicMs() - startedMs < 2000);
  await core.stopDuties();
});

test("indexes that go in circles or point nowhere do not hold a revocation up", async () => {
  const core = await withPolicies();
  const { root } = await aTree(core, [2, 2]);
  const innocent = await childOf(core, { policies: ["tok"] });
  const nameOf = (token: string) => core.thread.namer.nameOf(new TextEncoder().encode(token));
  await core.node.turns.during(
    core.thread.transactor.run((transaction) => {
      for (const child of [root, innocent, "gone"]) {
        transaction.put(childKey("root", nameOf(root), nameOf(child)), new TextEncoder().encode("token-index/1\n{}"));
      }
    }),
  );
  assert.equal((await revoke(core, root)).status, 204);
  assert.equal(await isGood(core, root), false);
  assert.equal(await isGood(core, innocent), true, "a wrong index is no reason to revoke");
  assert.equal(core.store.get(tokenKey("root", nameOf(root))), undefined);
});

test("leases are taken back before the token goes", async () => {
  let left = 3;
  const seen: string[] = [];
  const core = await withPolicies({
    leases: [
      {
        revokeSome: (_transaction, entry) => {
          if (entry.displayName !== "token-x") return true;
          seen.push(entry.displayName);
          return --left <= 0;
        },
      },
    ],
  });
  core.startDuties();
  const token = await childOf(core, { policies: ["a"], display_name: "x" });
  assert.equal((await revoke(core, token)).status, 204);
  assert.deepEqual(seen, ["token-x", "token-x", "token-x"]);
  assert.equal(await isGood(core, token), false);
  await core.stopDuties();
});

test("a job that meets trouble is tried again", async () => {
  const core = await withPolicies();
  const { root } = await wideTree(core, 250);
  core.startDuties();
  const answer = revoke(core, root);
  await core.until(() => core.store.allKeys(jobKey("")).length === 1, "the job is recorded");
  core.consensus.refuseNext(4, { kind: "busy", reason: "queues are full" });
  assert.equal((await answer).status, 204);
  assert.ok(core.logger.messages("warn").includes("job failed, will try again"));
  await core.stopDuties();
});

test("a large set of children is orphaned by a job", async () => {
  const core = await withPolicies();
  const { root, all } = await wideTree(core, 230);
  core.startDuties();
  assert.equal((await core.post("auth/token/revoke-orphan", { token: root })).status, 204);
  assert.equal(await isGood(core, root), false);
  for (const token of all.slice(1)) {
    assert.equal((await core.post("auth/token/lookup", { token })).data.orphan, true);
  }
  await core.stopDuties();
});
