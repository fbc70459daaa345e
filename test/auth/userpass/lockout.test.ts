// Too many wrong passwords, through the whole core.
import assert from "node:assert/strict";
import { test } from "node:test";
import { userpassEngine } from "#auth/userpass/userpass-engine.ts";
import type { AnyEngine } from "#contract/engine.ts";
import type { FailureCounters } from "#core/lockout/lockout.ts";
import { lockoutPaths } from "#core/lockout/lockout-paths.ts";
import type { MountConfig } from "#core/mount-entry.ts";
import { aCore } from "#test/core-harness/a-core.ts";
import type { TestCore } from "#test/core-harness/test-core.ts";
import { login } from "./userpass-stage.ts";

async function withBob(config: Partial<MountConfig> = {}): Promise<TestCore> {
  const counters = {} as { of?: FailureCounters };
  const asked = (): FailureCounters => counters.of as FailureCounters;
  const system: AnyEngine = {
    type: "system",
    kind: "secret",
    isBuiltIn: true,
    open: () => undefined,
    paths: lockoutPaths({
      isLocked: (input) => asked().isLocked(input),
      failed: (input) => asked().failed(input),
      succeeded: (input) => asked().succeeded(input),
      unlock: (input) => asked().unlock(input),
      locked: () => asked().locked(),
    }),
  };
  const core = await aCore({
    engines: [userpassEngine, system],
    mounts: [
      { path: "auth/userpass/", type: "userpass", config },
      { path: "sys/", type: "system" },
    ],
  });
  counters.of = core.node.loginFailures;
  for (const name of ["admin", "bob"]) await core.post(`auth/userpass/users/${name}`, { password: "pw" });
  return core;
}

async function failTimes(core: TestCore, name: string, times: number): Promise<number[]> {
  const statuses: number[] = [];
  for (let time = 0; time < times; time++) statuses.push((await login(core, name, "wrong")).status);
  return statuses;
}

const accessorOf = (core: TestCore) => core.thread.mounts.at("root", "auth/userpass/")?.accessor ?? "";

test("the fifth wrong password locks; then even the right one is refused, until the time is over", async () => {
  const core = await withBob();
  assert.deepEqual(await failTimes(core, "bob", 7), [400, 400, 400, 400, 400, 403, 403]);
  const refused = await login(core, "bob");
  assert.deepEqual([refused.status, refused.errors], [403, ["permission denied"]]);
  assert.equal((await login(core, "admin")).status, 200);
  core.clock.advanceSeconds(900);
  assert.equal((await login(core, "bob")).status, 200);
});

test("a right password before that begins the count anew", async () => {
  const core = await withBob();
  for (const round of [1, 2, 3]) {
    assert.deepEqual(await failTimes(core, "bob", 4), [400, 400, 400, 400], `${round}`);
    assert.equal((await login(core, "bob")).status, 200);
  }
});

test("known and unknown names go through a lockout with the same answers (CVE-2025-6010)", async () => {
  const core = await withBob();
  const through = async (name: string) => {
    const answers = [];
    for (let time = 0; time < 8; time++) answers.push(await login(core, name, "wrong"));
    core.clock.advanceSeconds(900);
    answers.push(await login(core, name, "wrong"));
    return answers.map(({ status, body }) => ({ status, body }));
  };
  assert.deepEqual(await through("nobody"), await through("bob"));
});

test("all spellings of a name share one counter (CVE-2025-6004, CVE-2025-54998)", async () => {
  const core = await withBob();
  for (const spelling of ["admin", "ADMIN", "Admin", "aDmIn"]) await login(core, spelling, "wrong");
  // What is no name at all is no way to try a password either.
  for (const strange of [" admin", "admin ", "ad\u0301min", "\u212aim", "admin\t"]) {
    assert.equal((await login(core, strange, "pw")).status, 403, JSON.stringify(strange));
  }
  assert.equal((await login(core, "ADMIN", "wrong")).status, 400);
  for (const spelling of ["admin", "ADMIN", "adMIN"]) {
    assert.equal((await login(core, spelling, "pw")).status, 403);
    assert.equal((await login(core.anotherThread(), spelling, "pw")).status, 403);
  }
});

test("20 logins at once on a locked user are all refused", async () => {
  const core = await withBob();
  await failTimes(core, "bob", 5);
  const answers = await Promise.all(Array.from({ length: 20 }, () => login(core, "bob")));
  assert.ok(answers.every(({ status }) => status === 403));
});

test("of many guesses at once, one that is right does not get in after the others locked the name", async () => {
  const core = await withBob();
  const guesses = Array.from({ length: 30 }, (_, at) => (at === 29 ? "pw" : `guess${at}`));
  const answers = await Promise.all(guesses.map((guess) => login(core, "bob", guess)));
  assert.ok(answers.every(({ status }) => status === 400 || status === 403));
  assert.equal(answers.filter(({ status }) => status === 400).length, 5);
});

test("what is no wrong password is not counted", async () => {
  const core = await withBob();
  for (let time = 0; time < 10; time++) {
    await login(core, "bob", "");
    await login(core, "bob", {});
  }
  await core.post("auth/userpass/users/bob", { token_bound_cidrs: "10.0.0.0/8" });
  for (let time = 0; time < 10; time++) assert.equal((await login(core, "bob")).status, 403);
  await core.post("auth/userpass/users/bob", { token_bound_cidrs: [] });
  assert.equal((await login(core, "bob")).status, 200);
});

test("a mount may lock later, for another time, or never", async () => {
  const unset = { threshold: 0, durationSeconds: 0, counterResetSeconds: 0, disabled: false };
  const sooner = await withBob({ userLockout: { ...unset, threshold: 2, durationSeconds: 10 } });
  assert.deepEqual(await failTimes(sooner, "bob", 3), [400, 400, 403]);
  sooner.clock.advanceSeconds(10);
  assert.equal((await login(sooner, "bob")).status, 200);
  const never = await withBob({ userLockout: { ...unset, disabled: true } });
  assert.ok((await failTimes(never, "bob", 20)).every((status) => status === 400));
});

test("locked users are told and let in again", async () => {
  const core = await withBob();
  const told = async (query = {}) =>
    (await core.request({ method: "GET", path: "sys/locked-users", query })).data;
  const namespace = { namespace_id: "root", namespace_path: "", counts: 0, mount_accessors: [] as object[] };
  assert.deepEqual(await told(), { by_namespace: [namespace], total: 0 });
  await failTimes(core, "Bob", 5);
  await failTimes(core, "ghost", 5);
  const mount_accessor = accessorOf(core);
  const locked = { mount_accessor, counts: 2, alias_identifiers: ["bob", "ghost"] };
  const both = { by_namespace: [{ ...namespace, counts: 2, mount_accessors: [locked] }], total: 2 };
  assert.deepEqual(await told(), both);
  assert.deepEqual(await told({ mount_accessor }), both);
  const other = { mount_accessor: "zzz", counts: 0, alias_identifiers: null };
  assert.deepEqual((await told({ mount_accessor: "zzz" })).by_namespace[0].mount_accessors, [other]);
  for (const name of ["BOB", "bob", "nobody"]) {
    assert.equal((await core.post(`sys/locked-users/${mount_accessor}/unlock/${name}`)).status, 204);
  }
  assert.equal((await login(core, "bob")).status, 200);
  assert.equal((await told()).total, 1);
});

test("a restarted node knows of no failure, and none was ever written", async () => {
  const core = await withBob();
  const before = core.store.allKeys().length;
  await failTimes(core, "bob", 6);
  assert.equal(core.store.allKeys().length, before);
  assert.equal((await login(await core.restarted(), "bob")).status, 200);
});
