// Handlers collect writes and may run again: nothing happens but what they return, and only where they may write.
import assert from "node:assert/strict";
import type { Proposal } from "#storage/consensus.ts";
import type { TestAnswer } from "#test/core-harness/test-answer.ts";
import type { TestCore } from "#test/core-harness/test-core.ts";
import { type Declared, declaredBy, keysOf, stage } from "./engine-stage.ts";
import type { EngineCase, EngineSubject } from "./engine-subject.ts";

export function writeCases(subject: EngineSubject): EngineCase[] {
  return [
    {
      name: "a write that meets a conflict gives the same as one that does not",
      check: () => retried(subject),
    },
    { name: "what is declared to only read proposes nothing", check: () => readOnly(subject) },
    { name: "all that is written lies below the mount", check: () => confined(subject) },
    { name: "a write that was not executed leaves nothing behind", check: () => refusedWrites(subject) },
  ];
}

async function retried(subject: EngineSubject): Promise<void> {
  for (const declared of declaredBy(subject).filter(({ writes }) => writes)) {
    const plain = await stage(subject);
    const expected = await plain.request(declared.request);
    const contended = await stage(subject);
    contended.consensus.refuseNext(1, { kind: "conflict", key: "made up" });
    const actual = await contended.request(declared.request);
    assert.deepEqual(comparable(actual), comparable(expected), declared.title);
    assert.equal(keysOf(contended, subject).length, keysOf(plain, subject).length, declared.title);
    assert.deepEqual(await looks(contended, subject), await looks(plain, subject), declared.title);
  }
}

/** What can be read of the mount. */
async function looks(core: TestCore, subject: EngineSubject): Promise<unknown[]> {
  const seen: unknown[] = [];
  for (const { request } of declaredBy(subject).filter(({ writes }) => !writes)) {
    seen.push(comparable(await core.request(request)));
  }
  return seen;
}

/** Without what is random in every answer. */
function comparable({ status, data, auth, warnings, errors }: TestAnswer): unknown {
  return { status, data, warnings, errors, policies: auth?.policies, lease: auth?.lease_duration };
}

async function readOnly(subject: EngineSubject): Promise<void> {
  const core = await stage(subject);
  const proposals = watch(core);
  for (const declared of declaredBy(subject).filter(({ writes }) => !writes)) {
    await core.request(declared.request);
    assert.deepEqual(proposals.splice(0).length, 0, declared.title);
  }
}

/** Besides the mount, a login writes its token and when that ends. */
const OWN_AREAS = /^(?:token|token-accessor|token-parent|expiry|lease)\//;

async function confined(subject: EngineSubject): Promise<void> {
  const core = await stage(subject);
  const uuid = core.thread.mounts.at("root", subject.mount.path)?.uuid;
  const proposals = watch(core);
  for (const declared of declaredBy(subject)) {
    await core.request(declared.request);
    for (const { key } of proposals.splice(0).flatMap(({ writes }) => writes)) {
      const isBelow = key.startsWith(`logical/root/${uuid}/`) || key.startsWith(`settings/root/${uuid}/`);
      assert.ok(isBelow || OWN_AREAS.test(key), `${declared.title} writes ${key}`);
    }
  }
}

async function refusedWrites(subject: EngineSubject): Promise<void> {
  const core = await stage(subject);
  const before = keysOf(core, subject);
  for (const declared of declaredBy(subject).filter(({ writes }) => writes)) {
    if (!(await wouldWrite(subject, declared))) continue;
    core.consensus.refuseNext(1, { kind: "not-leader" });
    const { status } = await core.request(declared.request);
    assert.equal(status, 503, declared.title);
  }
  assert.deepEqual(keysOf(core, subject), before);
}

async function wouldWrite(subject: EngineSubject, { request }: Declared): Promise<boolean> {
  const core = await stage(subject);
  const proposals = watch(core);
  await core.request(request);
  return proposals.length > 0;
}

function watch(core: TestCore): Proposal[] {
  const proposals: Proposal[] = [];
  core.consensus.intercept((proposal) => {
    proposals.push(proposal);
    return undefined;
  });
  return proposals;
}
