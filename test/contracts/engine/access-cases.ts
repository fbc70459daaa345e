// Nothing is served to somebody who may not, and nothing while sealed.
import assert from "node:assert/strict";
import { declaredBy, stage } from "./engine-stage.ts";
import type { EngineCase, EngineSubject } from "./engine-subject.ts";

export function accessCases(subject: EngineSubject): EngineCase[] {
  return [
    {
      name: "without a token, and with one that may nothing, everything is refused",
      check: () => denied(subject),
    },
    { name: "sealed, nothing is served", check: () => sealed(subject) },
    { name: "paths, operations and fields are described", check: () => described(subject) },
  ];
}

async function denied(subject: EngineSubject): Promise<void> {
  const core = await stage(subject);
  const { auth } = await core.post("auth/token/create", { policies: ["nothing"], no_default_policy: true });
  const before = core.store.allKeys();
  for (const { title, isOpen, request } of declaredBy(subject)) {
    if (isOpen) continue;
    for (const token of [null, auth.client_token, "hvs.unknown"]) {
      assert.equal((await core.request({ ...request, token })).status, 403, title);
    }
  }
  assert.deepEqual(core.store.allKeys(), before);
}

async function sealed(subject: EngineSubject): Promise<void> {
  const core = await stage(subject);
  core.node.seal();
  for (const { title, request } of declaredBy(subject)) {
    assert.equal((await core.request(request)).status, 503, title);
  }
}

async function described(subject: EngineSubject): Promise<void> {
  for (const { title, path, operation } of declaredBy(subject)) {
    assert.ok(path.summary.length > 0, title);
    assert.ok(operation in path.operations);
    for (const [name, field] of Object.entries(path.fields)) {
      const { description, expected } = field as { description: string; expected: string };
      assert.ok(description.length > 0 && expected.length > 0, `${title} ${name}`);
    }
  }
}
