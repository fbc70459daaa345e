import assert from "node:assert/strict";
import { test } from "node:test";
import type { TestCore } from "#test/core-harness/test-core.ts";
import { decrypted, encrypted, made, withTransit } from "./transit-stage.ts";

const HOUR_SECONDS = 3600;
const ROUND_SECONDS = 61;

async function versionOf(core: TestCore, name: string): Promise<number> {
  const { data } = await core.get(`transit/keys/${name}`);
  return data?.latest_version;
}

/** Lets a minute pass on the leader, and its round end. */
async function aMinute(core: TestCore): Promise<void> {
  core.clock.advanceSeconds(ROUND_SECONDS);
  await core.node.turns.during(core.clock.pause(200));
}

test("a key rotates by itself at its period, and old ciphertexts stay readable", async () => {
  const core = await withTransit();
  await made(core, "k", { auto_rotate_period: "1h" });
  await made(core, "still");
  const ciphertext = await encrypted(core, "before");
  core.startDuties();
  await aMinute(core);
  assert.equal(await versionOf(core, "k"), 1, "not before its time");
  core.clock.advanceSeconds(HOUR_SECONDS);
  await aMinute(core);
  assert.equal(await versionOf(core, "k"), 2);
  await aMinute(core);
  assert.equal(await versionOf(core, "k"), 2, "once a period");
  core.clock.advanceSeconds(HOUR_SECONDS);
  await aMinute(core);
  assert.equal(await versionOf(core, "k"), 3);
  assert.equal(await versionOf(core, "still"), 1);
  assert.equal(await decrypted(core, ciphertext), "before");
  await core.stopDuties();
});

test("a node that does not lead rotates nothing; the next leader does it at once", async () => {
  const core = await withTransit();
  await made(core, "k", { auto_rotate_period: "1h" });
  core.clock.advanceSeconds(2 * HOUR_SECONDS);
  await aMinute(core);
  assert.equal(await versionOf(core, "k"), 1);
  const next = await core.restarted();
  next.startDuties();
  await aMinute(next);
  assert.equal(await versionOf(next, "k"), 2);
  await next.stopDuties();
});

test("hundreds of keys that are due rotate one proposal each; a rotation by hand starts the period anew", async () => {
  const core = await withTransit();
  const names = Array.from({ length: 150 }, (_, at) => `k${String(at).padStart(3, "0")}`);
  for (const name of names) await made(core, name, { auto_rotate_period: "1h" });
  core.clock.advanceSeconds(HOUR_SECONDS);
  await core.post("transit/keys/k007/rotate");
  let mostWrites = 0;
  core.consensus.intercept(({ writes }) => {
    mostWrites = Math.max(mostWrites, writes.length);
    return undefined;
  });
  core.startDuties();
  await core.node.turns.during(core.clock.pause(5000));
  await core.stopDuties();
  for (const name of names) assert.equal(await versionOf(core, name), 2, name);
  assert.ok(mostWrites <= 2, `${mostWrites} writes`);
});

test("soft-deleted keys, imported ones that may not rotate, and ones whose period was taken back stay", async () => {
  const core = await withTransit();
  for (const name of ["soft", "taken"]) await made(core, name, { auto_rotate_period: "1h" });
  await core.post("transit/keys/soft/config", { deletion_allowed: true });
  assert.equal((await core.delete("transit/keys/soft/soft-delete")).status, 200);
  await core.post("transit/keys/taken/config", { auto_rotate_period: 0 });
  core.clock.advanceSeconds(2 * HOUR_SECONDS);
  core.startDuties();
  await aMinute(core);
  await core.stopDuties();
  for (const name of ["soft", "taken"]) assert.equal(await versionOf(core, name), 1, name);
});
