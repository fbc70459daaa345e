// The contract itself is tested: a sound engine fails no case, and each broken one fails at the case about its fault.
import assert from "node:assert/strict";
import { test } from "node:test";
import { utf8Text } from "#base/bytes.ts";
import { VaultError } from "#base/vault-error.ts";
import { defineEngine } from "#contract/engine.ts";
import { object } from "#contract/fields/collections.ts";
import { text } from "#contract/fields/scalars.ts";
import { definePath, type ReadHandler, reads, type WriteHandler, writes } from "#contract/path.ts";
import { jsonRecord } from "#contract/record.ts";
import type { EngineSubject } from "./engine/engine-subject.ts";
import { engineCasesFor } from "./engine-contract.ts";

const noteRecord = jsonRecord<{ text: string }>("note", 1);
const noteFields = { name: text("Name."), text: text("Text."), extra: object("More.") };
type Read = ReadHandler<null, typeof noteFields>;
type Write = WriteHandler<null, typeof noteFields>;

const soundRead: Read = (_engine, { storage, fields }) => {
  const note = storage.read(noteRecord, fields.name ?? "");
  return note && { data: { text: note.text } };
};
const soundWrite: Write = (_engine, { storage, fields }) => {
  storage.write(noteRecord, fields.name ?? "", { text: fields.text ?? "" });
  return { data: { length: fields.text?.length ?? 0 } };
};

interface Handlers {
  read?: Read;
  write?: Write;
  summary?: string;
}

function notes({ read = soundRead, write = soundWrite, summary = "A note." }: Handlers): EngineSubject {
  const notePath = definePath<null>()({
    pattern: ":name",
    fields: noteFields,
    summary,
    operations: { read: reads(read), update: writes(write) },
  });
  return {
    name: "notes",
    engine: defineEngine<null>({ type: "notes", kind: "secret", paths: [notePath], open: () => null }),
    mount: { path: "notes/", type: "notes" },
    samples: { name: "a", text: "t" },
    async prepare(core) {
      const made = core.thread.transactor.run((transaction) => {
        const uuid = core.thread.mounts.at("root", "notes/")?.uuid;
        transaction.write(noteRecord, `logical/root/${uuid}/a`, { text: "made" });
      });
      await core.node.turns.during(made);
    },
  };
}

async function failing(subject: EngineSubject): Promise<string[]> {
  const names: string[] = [];
  for (const { name, check } of engineCasesFor(subject)) await check().catch(() => names.push(name));
  return names;
}

test("a sound engine fails no case", async () => {
  assert.deepEqual(await failing(notes({})), []);
});

let runs = 0;
const faults: [string, Handlers, RegExp][] = [
  [
    "trips over a parameter that is missing",
    {
      write(engine, call) {
        if ((call.fields.text as string).length > 1000) return undefined;
        return soundWrite(engine, call);
      },
    },
    /without parameters/,
  ],
  [
    "repeats what it refuses",
    {
      write(engine, call) {
        if (call.fields.extra)
          throw new VaultError("invalid_request", `not ${JSON.stringify(call.fields.extra)}`);
        return soundWrite(engine, call);
      },
    },
    /wrong type/,
  ],
  [
    "does something besides its writes",
    {
      write: (engine, call) =>
        soundWrite(engine, { ...call, fields: { ...call.fields, text: "x".repeat(runs++) } }),
    },
    /meets a conflict/,
  ],
  [
    "writes while it reads",
    {
      read(engine, call) {
        (call.storage as Parameters<Write>[1]["storage"]).write(noteRecord, "seen", { text: "by you" });
        return soundRead(engine, call);
      },
    },
    /only read/,
  ],
  [
    "takes a record of tomorrow for none",
    {
      read(_engine, { storage, fields }) {
        const bytes = storage.get(fields.name ?? "");
        const record = bytes ? utf8Text(bytes) : "";
        return record.startsWith("note/1\n") ? { data: { text: record.slice(7) } } : undefined;
      },
    },
    /unknown version/,
  ],
  [
    "writes bare bytes",
    {
      write(_engine, { storage, fields }) {
        storage.put(fields.name ?? "", new Uint8Array([1, 2, 3]));
        return undefined;
      },
      read: (_engine, { storage, fields }) => ({
        data: { length: storage.get(fields.name ?? "")?.length ?? 0 },
      }),
    },
    /kind and version/,
  ],
  ["says nothing of itself", { summary: "" }, /described/],
];

for (const [fault, handlers, expected] of faults) {
  test(`an engine that ${fault} fails the case about it`, async () => {
    const names = await failing(notes(handlers));
    assert.ok(
      names.some((name) => expected.test(name)),
      `failed only: ${names.join("; ")}`,
    );
  });
}
