import assert from "node:assert/strict";
import { test } from "node:test";
import { defineEngine } from "#contract/engine.ts";
import { definePath, writes } from "#contract/path.ts";
import { jsonRecord } from "#contract/record.ts";
import { aCore } from "#test/core-harness/a-core.ts";
import type { TestCore } from "#test/core-harness/test-core.ts";

const ROUND_MS = 60_000;
const countRecord = jsonRecord<{ count: number }>("test-count", 1);

/** Counts its rounds, in two steps each, and fails where it is told to. */
function counter({ failAt = "" } = {}) {
  const steps: string[] = [];
  const engine = defineEngine<string>({
    type: "counter",
    kind: "secret",
    paths: [
      definePath<string>()({
        pattern: "any",
        fields: {},
        summary: "Nothing.",
        operations: { update: writes(() => undefined) },
      }),
    ],
    open: ({ path }) => path,
    duty: {
      step(path, { settings }, after) {
        steps.push(`${path} ${after ?? "begin"}`);
        if (path === failAt) throw new Error("damaged");
        if (after === undefined) return "half";
        const count = settings.read(countRecord, "count")?.count ?? 0;
        settings.write(countRecord, "count", { count: count + 1 });
        return undefined;
      },
    },
  });
  return { engine, steps };
}

async function nextRound(core: TestCore, steps: readonly string[], expected: number): Promise<void> {
  core.clock.advanceMs(ROUND_MS);
  await core.until(() => steps.length === expected, `${expected} steps`);
}

const counts = (core: TestCore) => core.store.allKeys("settings/").filter((key) => key.endsWith("/count"));

test("each mount's duty is done step by step, and again a minute later", async () => {
  const { engine, steps } = counter();
  const mounts = ["a/", "b/"].map((path) => ({ path, type: "counter" }));
  const core = await aCore({ engines: [engine], mounts });
  core.startDuties();
  await core.until(() => steps.length === 4, "a first round");
  assert.deepEqual(steps, ["a/ begin", "a/ half", "b/ begin", "b/ half"]);
  await nextRound(core, steps, 8);
  await core.stopDuties();
  assert.equal(counts(core).length, 2);
});

test("a mount whose duty fails is told of, and keeps no other from its own", async () => {
  const { engine, steps } = counter({ failAt: "a/" });
  const mounts = ["a/", "b/"].map((path) => ({ path, type: "counter" }));
  const core = await aCore({ engines: [engine], mounts });
  core.startDuties();
  await core.until(() => steps.length === 3, "a first round");
  assert.deepEqual(steps, ["a/ begin", "b/ begin", "b/ half"]);
  assert.ok(core.logger.messages("warn").includes("a mount's duty failed, will try again"));
  await nextRound(core, steps, 6);
  await core.stopDuties();
});

test("who does not lead does nothing, and a step that meets another's write runs again", async () => {
  const { engine, steps } = counter();
  const core = await aCore({ engines: [engine], mounts: [{ path: "a/", type: "counter" }] });
  await core.node.turns.during(core.clock.pause(3 * ROUND_MS));
  assert.deepEqual(steps, []);
  let isFirst = true;
  core.consensus.intercept((proposal) => {
    const key = proposal.writes.find((write) => write.key.endsWith("/count"))?.key;
    if (!isFirst || key === undefined) return undefined;
    isFirst = false;
    return { kind: "conflict", key };
  });
  core.startDuties();
  await core.until(() => counts(core).length === 1, "it was done");
  assert.deepEqual(steps, ["a/ begin", "a/ half", "a/ half"]);
  await core.stopDuties();
});
