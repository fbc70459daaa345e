// A record in a format of tomorrow stops who reads it: it is neither guessed at nor taken for absent.
import assert from "node:assert/strict";
import { concatBytes, utf8 } from "#base/bytes.ts";
import { UnknownRecordError } from "#contract/record.ts";
import type { TestCore } from "#test/core-harness/test-core.ts";
import { declaredBy, keysOf, stage } from "./engine-stage.ts";
import type { EngineCase, EngineSubject } from "./engine-subject.ts";

const NEWLINE = 0x0a;

export function recordCases(subject: EngineSubject): EngineCase[] {
  return [
    { name: "every record says its kind and version", check: () => versioned(subject) },
    { name: "a record of an unknown version stops whoever reads it", check: () => unknownVersions(subject) },
  ];
}

async function versioned(subject: EngineSubject): Promise<void> {
  const core = await stage(subject);
  assert.ok(keysOf(core, subject).length > 0, "the subject prepares something");
  demandVersions(core, subject, "what was prepared");
  for (const { title, request } of declaredBy(subject)) {
    await core.request(request);
    demandVersions(core, subject, title);
  }
}

function demandVersions(core: TestCore, subject: EngineSubject, after: string): void {
  for (const key of keysOf(core, subject)) {
    const header = new TextDecoder().decode(recordAt(core, key).subarray(0, 40));
    assert.match(header, /^[a-z0-9.-]+\/\d+\n/, `${key} after ${after}`);
  }
}

async function unknownVersions(subject: EngineSubject): Promise<void> {
  const known = await stage(subject);
  for (const kind of new Set(keysOf(known, subject).map((key) => kindOf(recordAt(known, key))))) {
    const core = await stage(subject);
    await makeUnknown(core, subject, kind);
    let stopped = 0;
    for (const { request } of declaredBy(subject)) {
      const { thrown } = await core.request(request);
      if (thrown instanceof UnknownRecordError) stopped++;
    }
    assert.ok(stopped > 0, `nobody minds a record "${kind}/999"`);
  }
}

function recordAt(core: TestCore, key: string): Uint8Array {
  const stored = core.store.get(key);
  assert.ok(stored);
  return core.thread.barrier.decrypt(key, stored.value);
}

function kindOf(record: Uint8Array): string {
  return new TextDecoder().decode(record.subarray(0, record.indexOf(NEWLINE))).split("/")[0] ?? "";
}

/** Every record of the kind. */
async function makeUnknown(core: TestCore, subject: EngineSubject, kind: string): Promise<void> {
  const change = core.thread.transactor.run((transaction) => {
    for (const key of keysOf(core, subject)) {
      const record = recordAt(core, key);
      if (kindOf(record) !== kind) continue;
      transaction.put(key, concatBytes(utf8(`${kind}/999`), record.subarray(record.indexOf(NEWLINE))));
    }
  });
  await core.node.turns.during(change);
}
