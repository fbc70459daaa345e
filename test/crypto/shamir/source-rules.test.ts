// CVE-2023-25000: tables of logarithms, indexed by secret bytes, leak those bytes through the processor's cache.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { constantTimeFaults, indexFaults } from "#test/constant-time-rules.ts";

const FOLDER = new URL("../../../src/crypto/shamir/", import.meta.url);
const sourceOf = (file: string): string => readFileSync(new URL(file, FOLDER), "utf8");

const ARITHMETIC = ["field.ts", "polynomial.ts"];
const AROUND_IT = ["combine-shares.ts", "split-secret.ts"];
const WITHOUT_SECRETS = ["coordinates.ts", "shamir-error.ts", "share-counts.ts"];
const RULES = { calls: ["multiply", "inverse"] };

test("every file of the folder is under a rule or known to hold no secret", () => {
  assert.deepEqual(readdirSync(FOLDER).sort(), [...ARITHMETIC, ...AROUND_IT, ...WITHOUT_SECRETS].sort());
});

for (const file of ARITHMETIC) {
  test(`CVE-2023-25000: ${file} has no branch, no table and no operator of variable time`, () => {
    assert.deepEqual(constantTimeFaults(sourceOf(file), RULES), []);
  });
}

for (const file of AROUND_IT) {
  test(`CVE-2023-25000: ${file} indexes nothing by a computed value`, () =>
    assert.deepEqual(indexFaults(sourceOf(file)), []));
}

const planted: [string, string][] = [
  ["a table of logarithms", "const y = EXP[LOG[a] ^ LOG[b]];"],
  ["a table read by method", "const y = LOG.at(a);"],
  ["a table in a map", "const y = LOG.get(a);"],
  ["an early exit", "function f(a: number) { if (a === 0) return 0; return 1; }"],
  ["a choice", "const y = a ? b : 0;"],
  ["a short circuit", "const y = a && b;"],
  ["a default", "const y = a ?? 0;"],
  ["an optional call", "const y = a?.length;"],
  ["a comparison", "const y = (a > 127) & 1;"],
  ["a remainder", "const y = a % 255;"],
  ["a division", "const y = a / b;"],
  ["a product that may be -0", "const y = a * b;"],
  ["a negation that may be -0", "const y = -a & b;"],
  ["a loop that ends early", "while (b) { b = b >> 1; }"],
  ["a loop bounded by a secret", "for (let i = 0; i < a; i++) { y = y ^ b; }"],
  ["a counter made from a secret", "for (let i = 0; i < 8; i++) { i = a; y = t[i]; }"],
  ["an unknown function", "const y = lookUp(a);"],
  ["an index from outside the loop", "for (let i = 0; i < 8; i++) { y = y ^ t[a]; }"],
];

for (const [what, source] of planted) {
  test(`the rules find ${what}`, () => assert.notDeepEqual(constantTimeFaults(source, RULES), []));
}

test("the rules find the tables of the library that serves as oracle", () => {
  const library = createRequire(import.meta.url).resolve("shamir-secret-sharing");
  assert.ok(indexFaults(readFileSync(library, "utf8")).some((fault) => /log/i.test(fault)));
});
