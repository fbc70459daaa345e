// From version 1 to version 2: a durable job. Nothing is lost, whenever the node dies.
import assert from "node:assert/strict";
import { test } from "node:test";
import { JobRunner } from "#core/jobs/job-runner.ts";
import { Jobs } from "#core/jobs/jobs.ts";
import { MountUpgrade } from "#core/mounts/mount-upgrade.ts";
import { kvEngine } from "#engines/kv/kv-engine.ts";
import { aCore } from "#test/core-harness/a-core.ts";
import type { TestCore } from "#test/core-harness/test-core.ts";
import { version } from "./kv-stage.ts";

const UPGRADING =
  "Upgrading from non-versioned to versioned data. This backend will be unavailable for a brief period and will resume service shortly.";

async function withSecrets(count: number, pad = 0): Promise<{ core: TestCore; paths: string[] }> {
  const core = await aCore({ engines: [kvEngine], mounts: [{ path: "secret/", type: "kv" }] });
  const paths = Array.from({ length: count }, (_, at) => pathOf(at));
  await Promise.all(paths.map((path) => core.post(`secret/${path}`, { path, pad: "p".repeat(pad) })));
  return { core, paths };
}

/** Folders, secrets called like folders, and names that version 2 gives a meaning. */
function pathOf(at: number): string {
  const odd = ["data/a", "config", "metadata", "k/x", "v1/x", "d"];
  return odd[at] ?? (at % 3 === 0 ? `n${at}` : at % 3 === 1 ? `n${at - 1}/x${at}` : `deep/er/still/n${at}`);
}

/** What tuning a mount to version 2 does. */
async function tune({ thread, node }: TestCore): Promise<string | undefined> {
  const before = thread.mounts.at("root", "secret/");
  assert.ok(before);
  const after = { ...before, options: { version: "2" } };
  const tuned = thread.transactor.run((transaction) => {
    const warning = upgradeOf(thread, node).apply(transaction, "root", { before, after });
    thread.mounts.change(transaction, "root", after);
    return warning;
  });
  return (await node.turns.during(tuned)).result;
}

function upgradeOf({ mounts }: TestCore["thread"], { disk, clock }: TestCore["node"]): MountUpgrade {
  const monotonicMs = () => clock.monotonicMs();
  return new MountUpgrade(mounts, new Jobs({ store: disk.store, monotonicMs, pause: clock.pause }));
}

function runnerOf({ thread, node }: TestCore): JobRunner {
  const { clock, logger } = node;
  return new JobRunner({
    store: node.disk.store,
    cache: thread.cache,
    transactor: thread.transactor,
    kinds: [upgradeOf(thread, node)],
    logger,
    monotonicMs: () => clock.monotonicMs(),
    pause: clock.pause,
  });
}

const jobsOf = (core: TestCore) => core.store.allKeys("job/").length;
const leftOf = (core: TestCore) =>
  core.store.allKeys("logical/").filter((key) => /^[^/]+\/[^/]+\/[^/]+\/v1\//.test(key));

async function finish(core: TestCore): Promise<void> {
  const runner = runnerOf(core);
  runner.start();
  await core.node.turns.until(() => jobsOf(core) === 0, "the upgrade ends");
  await core.node.turns.during(runner.stop());
}

async function demandAll(core: TestCore, paths: readonly string[], pad = 0): Promise<void> {
  for (const path of paths) {
    const { status, data } = await core.get(`secret/data/${path}`);
    assert.deepEqual(
      [status, data],
      [200, { data: { path, pad: "p".repeat(pad) }, metadata: version(1) }],
      path,
    );
  }
  assert.deepEqual(leftOf(core), []);
}

test("every value becomes version 1 of a key", async () => {
  const { core, paths } = await withSecrets(300);
  assert.match((await tune(core)) ?? "", /^Upgrading mount from version 1 to version 2\./);
  await finish(core);
  await demandAll(core, paths);
  assert.equal((await core.post("secret/data/config", { data: {} })).data.version, 2);
  assert.ok((await core.list("secret/metadata")).data.keys.includes("deep/"));
});

test("until it is done every request is told to wait, on every thread", async () => {
  const { core, paths } = await withSecrets(3);
  const other = core.anotherThread();
  assert.equal((await other.get("secret/config")).status, 200);
  await tune(core);
  const asked: [string, "GET" | "POST" | "LIST" | "DELETE"][] = [
    ["secret/data/a", "GET"],
    ["secret/data/a", "POST"],
    ["secret/data/a", "DELETE"],
    ["secret/metadata/a", "GET"],
    ["secret/metadata", "LIST"],
    ["secret/config", "GET"],
    ["secret/anything", "GET"],
  ];
  for (const [path, method] of asked) {
    const body = method === "POST" ? { body: { data: {} } } : {};
    for (const thread of [core, other]) {
      const { status, errors } = await thread.request({ method, path, ...body });
      assert.deepEqual([status, errors], [400, [UPGRADING]], `${method} ${path}`);
    }
  }
  await finish(core);
  await demandAll(other, paths);
});

test("a mount without secrets is upgraded too", async () => {
  const { core } = await withSecrets(0);
  await tune(core);
  await finish(core);
  assert.equal((await core.post("secret/data/a", { data: {} })).status, 200);
});

test("a node that is killed again and again in the middle goes on where it was", async () => {
  const made = await withSecrets(400, 3000);
  let { core } = made;
  await tune(core);
  let kills = 0;
  for (; jobsOf(core) > 0; kills++) {
    const runner = runnerOf(core);
    const left = leftOf(core).length;
    runner.start();
    await core.node.turns.until(() => leftOf(core).length < left || jobsOf(core) === 0, "a step was made");
    // Its promises never settle: the process that would await them is gone.
    core = await core.restarted();
  }
  assert.ok(kills > 3, `${kills} kills`);
  await demandAll(core, made.paths, 3000);
});

test("a write of version 1 that meets the change of options is not lost in the old place", async () => {
  const { core } = await withSecrets(0);
  const [written] = await Promise.all([core.post("secret/late", { x: 1 }), tune(core)]);
  await finish(core);
  const { status, data } = await core.get("secret/data/late");
  if (written.status === 204) assert.deepEqual([status, data.data], [200, { x: 1 }]);
  else assert.equal(status, 404);
  assert.deepEqual(leftOf(core), []);
});

test("values of any size are turned, few large ones at a time", async () => {
  const { core, paths } = await withSecrets(8, 200_000);
  await tune(core);
  const sizes: number[] = [];
  core.consensus.intercept(({ writes }) => {
    sizes.push(writes.reduce((size, { value }) => size + (value?.length ?? 0), 0));
    return undefined;
  });
  await finish(core);
  assert.ok(Math.max(...sizes) < 512 * 1024, `${Math.max(...sizes)}`);
  await demandAll(core, paths, 200_000);
});

test("there is no way back, and the same version again is no change", () => {
  const change = (before: object, after: object) => kvEngine.changeOptions?.({ ...before }, { ...after });
  assert.deepEqual(change({ version: "2" }, { version: "1" }), {
    kind: "refused",
    reason: "cannot downgrade mount from version 2",
  });
  assert.equal(change({ version: "2" }, {})?.kind, "refused");
  assert.equal(change({ version: "2" }, { version: "2" })?.kind, "nothing");
  assert.equal(change({}, { version: "1" })?.kind, "nothing");
  assert.equal(change({}, { version: "2" })?.kind, "upgrade");
});
