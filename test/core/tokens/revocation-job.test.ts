// Trees too large for one proposal, races with those who make children, and kills in the middle.
import assert from "node:assert/strict";
import { test } from "node:test";
import { jobKey } from "#core/job-entry.ts";
import type { TestCore } from "#test/core-harness/test-core.ts";
import { childOf } from "./stage/child-of.ts";
import { isGood, revoke, revokeCore, tokenRecords } from "./stage/revoke-core.ts";
import { aTree, wideTree } from "./stage/token-trees.ts";

test("a large tree is shut at once and goes as a job; the answer waits for it", async () => {
  const core = await revokeCore();
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
  const core = await revokeCore();
  const before = tokenRecords(core);
  const { root } = await aTree(core, new Array(1000).fill(1));
  core.startDuties();
  assert.equal((await revoke(core, root)).status, 204);
  assert.equal(tokenRecords(core), before);
  await core.stopDuties();
});

test("when the tree outlives the answer's patience, the answer says that it goes on", async () => {
  const core = await revokeCore();
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
    let core = await revokeCore();
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
  const core = await revokeCore();
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
    const core = await revokeCore();
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
  const core = await revokeCore();
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

test("a job that meets trouble is tried again", async () => {
  const core = await revokeCore();
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
  const core = await revokeCore();
  const { root, all } = await wideTree(core, 230);
  core.startDuties();
  assert.equal((await core.post("auth/token/revoke-orphan", { token: root })).status, 204);
  assert.equal(await isGood(core, root), false);
  for (const token of all.slice(1)) {
    assert.equal((await core.post("auth/token/lookup", { token })).data.orphan, true);
  }
  await core.stopDuties();
});
