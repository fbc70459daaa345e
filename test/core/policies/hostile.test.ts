// Policies written to hurt: each ends in a refusal or a rule, quickly.
import assert from "node:assert/strict";
import { test } from "node:test";
import { VaultError } from "#base/vault-error.ts";
import { parsePolicy } from "#core/policies/document/parse-policy.ts";
import { decodePolicyText } from "#core/policies/document/policy-text.ts";
import { compileAcl } from "#core/policies/matching/compile-acl.ts";
import { may } from "#test/policies-room/acl-of.ts";
import { seededRandom } from "#test/seeded-random.ts";

const LIMIT_MS = 1000;
const LONG = 500_000;

/** Text to rules and a verdict; refusals are VaultErrors. */
function swallow(sent: string, path = "a/b"): void {
  try {
    const acl = compileAcl(parsePolicy(decodePolicyText(sent)).rules, undefined);
    may(acl, "read", path);
    may(acl, "list", `${path}/`);
    acl.mayReachBelow(`${path}/`);
  } catch (error) {
    assert.ok(error instanceof VaultError, `${error}`);
    assert.ok(error.message.length < 1000, `${error.message.length} characters`);
  }
}

const TEXTS: Readonly<Record<string, () => string>> = {
  "100,000 rules": () => 'path "a" {}\n'.repeat(100_000),
  "a rule for each of 10,000 paths": () =>
    Array.from({ length: 10_000 }, (_, at) => `path "${at}/*" {}`).join("\n"),
  "nested blocks": () => "a {".repeat(100_000),
  "nested lists": () => `path "a" { capabilities = ${"[".repeat(100_000)}`,
  "one endless string": () => `path "${"a".repeat(LONG)}`,
  "one endless path": () => `path "${"a/".repeat(LONG / 2)}" {}`,
  "a path of nothing but +": () => `path "${"+/".repeat(16_000)}" { capabilities = ["read"] }`,
  "many templates": () => `path "${"{{identity.entity.id}}".repeat(1400)}" { capabilities = ["deny"] }`,
  "many open braces": () => `path "${"{{".repeat(16_000)}" {}`,
  "one endless comment": () => `/*${"*".repeat(LONG)}`,
  "an endless heredoc": () => `path "a" { comment = <<X\n${"x\n".repeat(100_000)}`,
  "capabilities without end": () => `path "a" { capabilities = [${'"read",'.repeat(60_000)}] }`,
  "parameters without end": () =>
    `path "a" { allowed_parameters = { ${Array.from({ length: 30_000 }, (_, at) => `"${at}" = []`).join("\n")} } }`,
  "names of the prototype": () =>
    '{"path":{"__proto__":{"capabilities":["read"]},"constructor":{"allowed_parameters":{"__proto__":[{"__proto__":1}]}}}}',
  "a JSON bomb": () => `{"path":[${'{"a":{}},'.repeat(50_000)}{}]}`,
  NUL: () => 'path "a\0b" {}',
  "a lone surrogate": () => '{"path":{"\\ud800":{}}}',
};

for (const [name, text] of Object.entries(TEXTS)) {
  test(`${name}: refused or read within a second`, () => {
    const sent = text();
    const startedAt = performance.now();
    swallow(sent, "a/".repeat(16_000));
    assert.ok(performance.now() - startedAt < LIMIT_MS);
  });
}

test("an unresolved deny compares in time linear in path and pattern", () => {
  const template = "{{identity.entity.id}}";
  const text = `path "x${`${template}a`.repeat(1000)}b" { capabilities = ["deny"] } path "*" { capabilities = ["read"] }`;
  const acl = compileAcl(parsePolicy(text).rules, undefined);
  const path = `x${"a".repeat(30_000)}`;
  const startedAt = performance.now();
  for (let round = 0; round < 20; round++) assert.equal(may(acl, "read", path), true);
  assert.ok(performance.now() - startedAt < LIMIT_MS);
});

test("50,000 broken texts end in VaultErrors, never in anything else", () => {
  const { below } = seededRandom(99);
  const words = [
    "path",
    '"a/*"',
    "{",
    "}",
    "[",
    "]",
    "=",
    ",",
    "capabilities",
    '"read"',
    "policy",
    "{{",
    "#",
    "\n",
    '"',
    "<<X",
    "1",
    "min_wrapping_ttl",
    "allowed_parameters",
    '"+*"',
    "null",
    ":",
    "\\",
    "\u{feff}",
    "'",
  ];
  for (let round = 0; round < 50_000; round++) {
    swallow(
      Array.from({ length: 1 + below(12) }, () => words[below(words.length)]).join(below(2) === 0 ? " " : ""),
    );
  }
});

test("one byte changed in a policy gives another policy or a refusal, never a fault", () => {
  const { below } = seededRandom(5);
  const text =
    'path "a/{{identity.entity.id}}/*" {\n  capabilities = ["read", "deny"]\n  allowed_parameters = { "x" = ["y*", 1] }\n  max_wrapping_ttl = "1h"\n}\n';
  for (let round = 0; round < 20_000; round++) {
    const at = below(text.length);
    swallow(text.slice(0, at) + String.fromCharCode(below(256)) + text.slice(at + below(2)));
  }
});
