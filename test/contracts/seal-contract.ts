// What every seal owes to the core, whichever it is and however far away. Each seal's test runs all of it.
import { test } from "node:test";
import { blobCases } from "./seal/blob-cases.ts";
import { remoteCases, rotationCases } from "./seal/remote-cases.ts";
import type { SealCase, SealSubject } from "./seal/seal-subject.ts";
import { secretCases } from "./seal/secret-cases.ts";
import { useCases } from "./seal/use-cases.ts";

/** The cases that apply to `subject`. */
export function sealCasesFor(subject: SealSubject): SealCase[] {
  return [
    ...useCases,
    ...blobCases,
    ...secretCases,
    ...(subject.openAfterRotation ? rotationCases : []),
    ...(subject.cutOff ? remoteCases : []),
  ];
}

/** @param label what tells apart two runs for seals of one type */
export function runSealContract(subject: SealSubject, label = `a ${subject.type} seal`): void {
  for (const { name, check } of sealCasesFor(subject)) test(`${label}: ${name}`, () => check(subject));
}
