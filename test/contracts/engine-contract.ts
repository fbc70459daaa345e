// What every secrets engine and auth method keeps to, whatever it does. Each engine runs it with its own subject.
import { test } from "node:test";
import { accessCases } from "./engine/access-cases.ts";
import type { EngineCase, EngineSubject } from "./engine/engine-subject.ts";
import { inputCases } from "./engine/input-cases.ts";
import { recordCases } from "./engine/record-cases.ts";
import { writeCases } from "./engine/write-cases.ts";

export function engineCasesFor(subject: EngineSubject): EngineCase[] {
  return [inputCases, writeCases, recordCases, accessCases].flatMap((cases) => cases(subject));
}

export function runEngineContract(subject: EngineSubject): void {
  for (const { name, check } of engineCasesFor(subject)) test(`${subject.name}: ${name}`, check);
}
