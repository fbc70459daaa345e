import assert from "node:assert/strict";
import { test } from "node:test";
import { utf8 } from "#base/bytes.ts";
import { jobKey, jobRecord } from "#core/job-entry.ts";
import type { JobKind } from "#core/job-kind.ts";
import { JobRunner } from "#core/jobs/job-runner.ts";
import { Jobs } from "#core/jobs/jobs.ts";
import { aCore } from "#test/core-harness/a-core.ts";
import type { TestCore } from "#test/core-harness/test-core.ts";

type Count = { left: number };

/** Counts down, noting each step in the store. */
function countdown(name: string, onStep: (left: number) => void = () => {}): JobKind<Count> {
  return {
    name,
    step({ state: { left } }, transaction) {
      onStep(left);
      transaction.put(`logical/root/${name}/${String(left).padStart(3, "0")}`, utf8("done"));
      return left === 1 ? undefined : { left: left - 1 };
    },
  };
}

function runnerOf(core: TestCore, kinds: readonly JobKind[]): JobRunner {
  const { clock, node, thread } = core;
  return new JobRunner({
    store: core.store,
    cache: thread.cache,
    transactor: thread.transactor,
    kinds,
    logger: node.logger,
    monotonicMs: () => clock.monotonicMs(),
    pause: clock.pause,
  });
}

function jobsOf({ store, clock }: TestCore): Jobs {
  return new Jobs({ store, monotonicMs: () => clock.monotonicMs(), pause: clock.pause });
}

function begin(core: TestCore, id: string, kind: string, left: number): Promise<boolean> {
  const begun = core.thread.transactor.run((transaction) =>
    jobsOf(core).begin(transaction, { id, kind, state: { left } }),
  );
  return core.node.turns.during(begun).then(({ result }) => result);
}

const steps = (core: TestCore, name: string) => core.store.allKeys(`logical/root/${name}/`).length;

test("a job runs to its end, and whoever waits is told", async () => {
  const core = await aCore();
  const runner = runnerOf(core, [countdown("count") as JobKind]);
  runner.start();
  assert.equal(await begin(core, "one", "count", 20), true);
  assert.equal(await begin(core, "one", "count", 20), false, "the same id is the same job");
  assert.equal(await core.node.turns.during(jobsOf(core).finished("one", 10_000)), true);
  assert.equal(steps(core, "count"), 20);
  assert.ok(core.logger.messages("info").includes("job done"));
  await runner.stop();
});

test("waiting has an end", async () => {
  const core = await aCore();
  await begin(core, "one", "count", 20);
  const startedMs = core.clock.monotonicMs();
  assert.equal(await core.node.turns.during(jobsOf(core).finished("one", 500)), false);
  assert.ok(core.clock.monotonicMs() - startedMs < 700);
});

test("a new leader takes up what an earlier one left", async () => {
  const core = await aCore();
  const runner = runnerOf(core, [
    countdown("count", (left) => {
      if (left === 7) core.consensus.kill();
    }) as JobKind,
  ]);
  await begin(core, "one", "count", 20);
  runner.start();
  await core.node.turns.during(core.node.turns.halted);
  const later = await core.restarted();
  assert.equal(steps(later, "count"), 13);
  const next = runnerOf(later, [countdown("count") as JobKind]);
  next.start();
  await later.until(() => later.store.allKeys("job/").length === 0, "the job is done");
  assert.equal(steps(later, "count"), 20);
  await next.stop();
});

test("a job that fails is tried again, ever more seldom, and holds up no other", async () => {
  const core = await aCore();
  const triesMs: number[] = [];
  const failing = countdown("failing", () => {
    triesMs.push(core.clock.monotonicMs());
    if (triesMs.length < 6) throw new Error("not yet");
  });
  const runner = runnerOf(core, [failing as JobKind, countdown("count") as JobKind]);
  await begin(core, "bad", "failing", 1);
  await begin(core, "good", "count", 50);
  runner.start();
  await core.until(() => steps(core, "count") === 50, "the other is done");
  await core.until(() => core.store.allKeys("job/").length === 0, "both are done");
  const gaps = triesMs.slice(1).map((at, index) => at - (triesMs[index] ?? 0));
  gaps.forEach((gap, index) => {
    assert.ok(gap >= 100 * 2 ** index && gap < 100 * 2 ** index + 100, `gap ${index} is ${gap}`);
  });
  await runner.stop();
});

test("a job of an unknown kind stays, is said, and holds up no other", async () => {
  const core = await aCore();
  const runner = runnerOf(core, [countdown("count") as JobKind]);
  await begin(core, "new", "from-the-future", 1);
  await begin(core, "old", "count", 3);
  runner.start();
  await core.until(() => steps(core, "count") === 3, "the known one is done");
  assert.deepEqual(core.store.allKeys("job/"), [jobKey("new")]);
  assert.ok(core.logger.lines.some((line) => String(line.fields.error).includes("from-the-future")));
  await runner.stop();
});

test("more jobs than run at once all come to their end", async () => {
  const core = await aCore();
  const runner = runnerOf(core, [countdown("count") as JobKind]);
  for (let at = 0; at < 40; at++) await begin(core, `job-${at}`, "count", 3);
  runner.start();
  await core.until(() => core.store.allKeys("job/").length === 0, "all are done");
  await runner.stop();
});

test("two runners never both advance a job", async () => {
  const core = await aCore();
  const other = core.anotherThread();
  const committed: number[] = [];
  const sum: JobKind<Count> = {
    name: "sum",
    step: ({ state: { left }, steps: done }) => {
      committed.push(done);
      return left === 1 ? undefined : { left: left - 1 };
    },
  };
  const runners = [core, other].map((thread) => runnerOf(thread, [sum as JobKind]));
  await begin(core, "one", "sum", 30);
  let writes = 0;
  core.consensus.intercept((proposal) => {
    if (proposal.writes.some((write) => write.key === jobKey("one"))) writes++;
    return undefined;
  });
  for (const runner of runners) runner.start();
  await core.until(() => core.store.allKeys("job/").length === 0, "it is done");
  await Promise.all(runners.map((runner) => runner.stop()));
  assert.ok(committed.length >= 30);
  assert.ok(writes >= 30, "contended steps were proposed more than once");
  assert.deepEqual(
    [...new Set(committed)].sort((a, b) => a - b),
    [...Array(30).keys()],
  );
});

test("stopping waits for the step in work and begins no other", async () => {
  const core = await aCore();
  const runner = runnerOf(core, [countdown("count") as JobKind]);
  await begin(core, "one", "count", 500);
  runner.start();
  await core.until(() => steps(core, "count") > 10, "it is in work");
  await core.node.turns.during(runner.stop());
  const done = steps(core, "count");
  await core.node.turns.during(core.clock.pause(1000));
  assert.equal(steps(core, "count"), done);
  const [, stored] = (await core.store.entries({ prefix: jobKey(""), limit: 1 }))[0] ?? [];
  const record = stored && jobRecord.decode(core.thread.barrier.decrypt(jobKey("one"), stored.value));
  assert.deepEqual([record?.steps, record?.state], [done, { left: 500 - done }]);
  runner.start();
  await core.until(() => steps(core, "count") === 500, "it goes on");
  await runner.stop();
});

test("a deposed leader's runner advances nothing", async () => {
  const core = await aCore();
  const runner = runnerOf(core, [countdown("count") as JobKind]);
  await begin(core, "one", "count", 500);
  runner.start();
  await core.until(() => steps(core, "count") > 5, "it is in work");
  core.consensus.stepDown();
  const done = steps(core, "count");
  await core.node.turns.during(core.clock.pause(2000));
  assert.equal(steps(core, "count"), done);
  await runner.stop();
});

test("leadership that comes and goes faster than a step ends with one runner at work", async () => {
  const core = await aCore();
  const runner = runnerOf(core, [countdown("count") as JobKind]);
  await begin(core, "one", "count", 300);
  for (let change = 0; change < 5; change++) {
    runner.start();
    void runner.stop();
  }
  runner.start();
  runner.start();
  await core.until(() => steps(core, "count") === 300, "the job is done");
  await runner.stop();
});
