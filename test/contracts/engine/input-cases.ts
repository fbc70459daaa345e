// Bad input is the client's fault and is told so, without repeating it (CVE-2025-4166, CVE-2025-52893).
import assert from "node:assert/strict";
import { utf8 } from "#base/bytes.ts";
import { RawJson } from "#base/json/raw-json.ts";
import type { TestAnswer } from "#test/core-harness/test-answer.ts";
import { bodyFields, type Declared, declaredBy, stage } from "./engine-stage.ts";
import type { EngineCase, EngineSubject } from "./engine-subject.ts";

const CANARY = "CANARY-7b1f";
const raw = (text: string) => new RawJson(utf8(text));

/** One of each JSON type, and the edges of each. */
const VALUES: readonly unknown[] = [
  CANARY,
  "",
  { [CANARY]: CANARY },
  {},
  [{ [CANARY]: CANARY }],
  [[CANARY]],
  [],
  null,
  true,
  -1,
  0.5,
  Number.MAX_SAFE_INTEGER,
  raw("1e400"),
  raw("9223372036854775808"),
  "9".repeat(400),
  `${CANARY}\u0000`,
  raw(`${"[".repeat(200)}"${CANARY}"${"]".repeat(200)}`),
];

export function inputCases(subject: EngineSubject): EngineCase[] {
  return [
    { name: "without parameters nothing is the server's fault", check: () => withoutParameters(subject) },
    { name: "parameters of a wrong type are refused, unrepeated", check: () => withWrongTypes(subject) },
    {
      name: "unknown parameters are no fault and their values are not repeated",
      check: () => withUnknown(subject),
    },
  ];
}

async function withoutParameters(subject: EngineSubject): Promise<void> {
  for (const declared of declaredBy(subject)) {
    const core = await stage(subject);
    const { method, path } = declared.request;
    judge(declared, await core.request({ method, path, body: {} }));
  }
}

async function withWrongTypes(subject: EngineSubject): Promise<void> {
  const core = await stage(subject);
  for (const declared of declaredBy(subject)) {
    if (declared.path.takesAnyParameter) continue;
    for (const field of bodyFields(declared.path)) {
      for (const value of VALUES) {
        const body = { ...declared.request.body, [field]: value };
        judge(declared, await core.request({ ...declared.request, body }), field);
      }
    }
  }
}

async function withUnknown(subject: EngineSubject): Promise<void> {
  const core = await stage(subject);
  for (const declared of declaredBy(subject)) {
    const unknown = { nobody_knows_this: CANARY, __proto__x: { a: CANARY } };
    judge(
      declared,
      await core.request({ ...declared.request, body: { ...declared.request.body, ...unknown } }),
    );
  }
}

function judge({ title }: Declared, answer: TestAnswer, field = ""): void {
  const what = `${title} ${field}`;
  assert.ok(answer.status < 500, `${what}: ${answer.status}, ${String(answer.thrown)}`);
  const said = JSON.stringify([answer.errors, answer.warnings]);
  assert.ok(!said.includes(CANARY), `${what} repeats a value: ${said}`);
}
