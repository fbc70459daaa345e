import assert from "node:assert/strict";
import { test } from "node:test";
import { defineEngine } from "#contract/engine.ts";
import { text } from "#contract/fields/scalars.ts";
import { definePath, reads, writes } from "#contract/path.ts";
import { jsonRecord } from "#contract/record.ts";
import { aCore } from "#test/core-harness/a-core.ts";

const noteRecord = jsonRecord<{ text: string }>("note", 1);
const noteFields = { name: text("Name."), text: text("Text.") };

/** The smallest engine: notes by name. */
const notes = defineEngine<null>({
  type: "notes",
  kind: "secret",
  open: () => null,
  paths: [
    definePath<null>()({
      pattern: ":name",
      fields: noteFields,
      summary: "A note.",
      operations: {
        read: reads<null, typeof noteFields>((_engine, call) => {
          const note = call.storage.read(noteRecord, call.fields.name ?? "");
          return note && { data: { text: note.text } };
        }),
        update: writes<null, typeof noteFields>((_engine, call) => {
          call.storage.write(noteRecord, call.fields.name ?? "", { text: call.fields.text ?? "" });
          return undefined;
        }),
        delete: writes<null, typeof noteFields>((_engine, call) => {
          call.storage.delete(call.fields.name ?? "");
          return undefined;
        }),
      },
    }),
    definePath<null>()({
      pattern: ":rest*",
      fields: { rest: text("Nothing.") },
      summary: "All notes.",
      operations: { list: reads(async (_engine, call) => ({ data: { keys: await call.storage.list("") } })) },
    }),
  ],
});

const withNotes = () => aCore({ engines: [notes], mounts: [{ path: "notes/", type: "notes" }] });

test("what one thread wrote another reads, and a restart keeps it", async () => {
  const core = await withNotes();
  assert.equal((await core.post("notes/a", { text: "first" })).status, 204);
  assert.deepEqual((await core.anotherThread().get("notes/a")).data, { text: "first" });
  const later = await core.restarted();
  assert.deepEqual((await later.get("notes/a")).data, { text: "first" });
  assert.deepEqual((await later.list("notes")).data, { keys: ["a"] });
  assert.equal((await later.delete("notes/a")).status, 204);
  assert.equal((await later.get("notes/a")).status, 404);
});

test("a token that nobody gave is refused", async () => {
  const core = await withNotes();
  assert.equal((await core.get("notes/a", "hvs.unknown")).status, 403);
  assert.equal((await core.get("notes/a", null)).status, 403);
});

test("injected outcomes reach the client as what they mean", async () => {
  const core = await withNotes();
  core.consensus.refuseNext(1, { kind: "unknown", reason: "the leader died" });
  assert.equal((await core.post("notes/a", { text: "x" })).status, 409);
  core.consensus.refuseNext(1, { kind: "not-leader" });
  assert.equal((await core.post("notes/a", { text: "x" })).status, 503);
  core.consensus.refuseNext(1, { kind: "conflict", key: "any" });
  assert.equal((await core.post("notes/a", { text: "x" })).status, 204);
});

test("sealed, it serves nothing", async () => {
  const core = await withNotes();
  core.node.seal();
  assert.equal((await core.get("notes/a")).status, 503);
});
