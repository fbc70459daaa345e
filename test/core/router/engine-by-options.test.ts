import assert from "node:assert/strict";
import { test } from "node:test";
import { type AnyEngine, defineEngine } from "#contract/engine.ts";
import { text } from "#contract/fields/scalars.ts";
import { definePath, reads } from "#contract/path.ts";
import { aCore } from "#test/core-harness/a-core.ts";

/** Says its own name at a path of that name. */
function saying(name: string): AnyEngine {
  const fields = { rest: text("Rest.") };
  const path = definePath<string>()({
    pattern: name,
    fields,
    summary: "Says its name.",
    operations: { read: reads((engine) => ({ data: { engine } })) },
  });
  return defineEngine<string>({ type: "choice", kind: "secret", paths: [path], open: () => name });
}

const [one, two] = [saying("one"), saying("two")];
const choice: AnyEngine = { ...one, forOptions: ({ version }) => (version === "2" ? two : one) };

test("a mount is served by the engine that its options choose, with that engine's paths", async () => {
  const core = await aCore({
    engines: [choice],
    mounts: [
      { path: "a/", type: "choice" },
      { path: "b/", type: "choice", options: { version: "2" } },
    ],
  });
  assert.equal((await core.get("a/one")).data.engine, "one");
  assert.equal((await core.get("a/two")).status, 404);
  assert.equal((await core.get("b/two")).data.engine, "two");
  assert.equal((await core.get("b/one")).status, 404);
});

test("other options are another engine from the next request on, on every thread", async () => {
  const core = await aCore({ engines: [choice], mounts: [{ path: "a/", type: "choice" }] });
  const other = core.anotherThread();
  assert.equal((await other.get("a/one")).status, 200);
  const entry = core.thread.mounts.at("root", "a/");
  assert.ok(entry);
  const change = core.thread.transactor.run((transaction) =>
    core.thread.mounts.change(transaction, "root", { ...entry, options: { version: "2" } }),
  );
  await core.node.turns.during(change);
  for (const thread of [core, other]) assert.equal((await thread.get("a/two")).data.engine, "two");
});
