import assert from "node:assert/strict";
import { test } from "node:test";
import { type ErrorCode, VaultError } from "#base/vault-error.ts";
import { DENY, wordsOf } from "#core/policies/capability-set.ts";
import { parsePolicy } from "#core/policies/document/parse-policy.ts";

function refusal(text: string): { code: ErrorCode; message: string } {
  try {
    parsePolicy(text);
  } catch (error) {
    assert.ok(error instanceof VaultError, String(error));
    return { code: error.code, message: error.message };
  }
  assert.fail(`accepted: ${text.slice(0, 200)}`);
}

const capabilitiesOf = (text: string) =>
  parsePolicy(text).rules.map((rule) => wordsOf(rule.capabilities).sort());

test("A1: a brace left open is refused with its line", () => {
  const { code, message } = refusal('# first\npath "x" {\n  capabilities = ["read"]\n');
  assert.equal(code, "invalid_request");
  assert.match(message, /^failed to parse policy: line \d+, column \d+: /);
});

test("A2: an unknown capability is refused with its path and line", () => {
  assert.equal(
    refusal('path "x" {\n  capabilities = ["fly"]\n}').message,
    'failed to parse policy: path "x": invalid capability "fly" on line 2',
  );
  for (const word of ["READ", "root", "scan", "subscribe", "recover", "__proto__", "constructor", ""]) {
    assert.match(refusal(`path "x" { capabilities = ["${word}"] }`).message, /invalid capability/);
  }
});

test("A3: +* is refused wherever it stands", () => {
  for (const path of ["a/+*", "a+*", "+*", "+*/b", "{{identity.entity.id}}/+*"]) {
    assert.match(
      refusal(`path "${path}" { capabilities = ["read"] }`).message,
      /invalid use of wildcards \('\+\*' is forbidden\) on line 1$/,
    );
  }
});

test("A4: * in the middle of a path is literal, with a warning", () => {
  const { warnings, rules } = parsePolicy('path "a/*/b" { capabilities = ["read"] }');
  assert.deepEqual(warnings, [
    `path "a/*/b": '*' is a wildcard only as the last character of a path; it is taken literally here`,
  ]);
  assert.deepEqual(rules[0]?.pattern, { parts: ["a/*/b"], isPrefix: false, isTemplate: false });
});

test("A5: a policy that is too long, or has too many paths, is refused by its limit", () => {
  assert.deepEqual(refusal(`# ${"x".repeat(512 * 1024)}`), {
    code: "invalid_request",
    message: "failed to parse policy: line 1, column 1: longer than 524288 characters",
  });
  assert.deepEqual(refusal('path "a" {}\n'.repeat(10_001)), {
    code: "too_large",
    message: "failed to parse policy: more than 10000 paths",
  });
});

test("A6: deep nesting is refused", () => {
  assert.match(refusal("a {".repeat(1000)).message, /nested more than 16 deep/);
  assert.match(
    refusal(`path "a" { allowed_parameters = { "x" = ${"[".repeat(500)}`).message,
    /nested more than/,
  );
});

test("A9: a path that stands twice is two rules", () => {
  assert.deepEqual(capabilitiesOf('path "x" {capabilities=["read"]} path "x" {capabilities=["list"]}'), [
    ["read"],
    ["list"],
  ]);
  assert.deepEqual(capabilitiesOf('{"path":{"x":{"capabilities":["read"]},"x":{"capabilities":["list"]}}}'), [
    ["read"],
    ["list"],
  ]);
});

test("A11: a template that nobody knows is refused", () => {
  for (const path of ["{{identity.entity.nope}}", "x/{{foo}}", "a/{{}}", "{{identity.entity.metadata.}}"]) {
    assert.match(
      refusal(`path "${path}" {}`).message,
      /failed to validate policy templating: unknown template/,
    );
  }
  for (const path of ["{{identity.entity.id", "x}}", "{{a {{identity.entity.id}}"]) {
    assert.match(refusal(`path "${path}" {}`).message, /unbalanced templating characters/);
  }
});

test("A13: HCL's interpolation is plain text", () => {
  const interpolation = ["$", "{x}"].join("");
  const [rule] = parsePolicy(`path "${interpolation}" { capabilities = ["read"] }`).rules;
  assert.deepEqual(rule?.pattern.parts, [interpolation]);
});

test("keys that are not known are refused with their line, above all those that would demand more", () => {
  assert.equal(refusal('\nfoo = "bar"').message, 'failed to parse policy: invalid key "foo" on line 2');
  assert.equal(
    refusal('path "x" {\n  foo = "bar"\n}').message,
    'failed to parse policy: path "x": invalid key "foo" on line 2',
  );
  for (const key of ["mfa_methods", "control_group", "expiration", "pagination_limit", "Capabilities"]) {
    assert.match(refusal(`path "x" { ${key} = ["y"] }`).message, new RegExp(`invalid key "${key}"`));
  }
  for (const key of ["paths", "Path"]) assert.match(refusal(`${key} "x" {}`).message, /invalid key/);
});

test("an attribute given twice is refused", () => {
  assert.match(
    refusal('path "x" {\n capabilities = ["read"]\n capabilities = ["list"]\n}').message,
    /argument "capabilities" at 3:2 was already set/,
  );
  assert.match(
    refusal('{"path":{"x":{"capabilities":["read"],"capabilities":["list"]}}}').message,
    /already set/,
  );
});

test("a name and comments are taken and mean nothing", () => {
  assert.deepEqual(capabilitiesOf('name = "n"\npath "y" { comment = "c" }'), [["deny"]]);
  assert.match(refusal('name = ["x"]').message, /name must be text/);
});

test("the words from before there were capabilities", () => {
  const words = (legacy: string) => capabilitiesOf(`path "x" { policy = "${legacy}" }`)[0];
  assert.deepEqual(words("read"), ["list", "read"]);
  assert.deepEqual(words("write"), ["create", "delete", "list", "read", "update"]);
  assert.deepEqual(words("sudo"), ["create", "delete", "list", "read", "sudo", "update"]);
  assert.deepEqual(words("deny"), ["deny"]);
  assert.deepEqual(capabilitiesOf('path "x" { capabilities = ["patch"] policy = "read" }'), [
    ["list", "patch", "read"],
  ]);
  assert.deepEqual(capabilitiesOf('path "x" { capabilities = ["read"] policy = "deny" }'), [["deny"]]);
  assert.equal(
    refusal('path "x" { policy = "fly" }').message,
    'failed to parse policy: path "x": invalid policy "fly" on line 1',
  );
});

test("deny among others leaves nothing but the deny, parameters included", () => {
  const [rule] = parsePolicy(
    'path "x" { capabilities = ["read", "deny", "sudo"] required_parameters = ["a"] max_wrapping_ttl = 5 }',
  ).rules;
  assert.equal(rule?.capabilities, DENY);
  assert.equal(rule?.constraints, undefined);
});

test("values of the wrong kind are refused with what they should be", () => {
  const cases: [string, RegExp][] = [
    ['path "x" { capabilities = "read" }', /path "x": capabilities must be a list on line 1/],
    ['path "x" { capabilities = [1] }', /invalid capability "1"/],
    ['path "x" { allowed_parameters = ["b"] }', /allowed_parameters must be a block in braces/],
    ['path "x" { allowed_parameters = { "a" = "b" } }', /parameter "a" must be a list/],
    ['{"path":{"x":{"allowed_parameters":{"a":[null]}}}}', /parameter "a" cannot be null/],
    ['path "x" { denied_parameters = { "a" = [9007199254740993] } }', /is out of range/],
    ['path "x" { allowed_parameters = { "a" = [], "A" = [] } }', /parameter "a" is given twice/],
    ['path "x" { required_parameters = "b" }', /required_parameters must be a list/],
    ['path "x" { min_wrapping_ttl = "abc" }', /min_wrapping_ttl must be a duration such as/],
    ['path "x" { min_wrapping_ttl = -5 }', /min_wrapping_ttl cannot be negative/],
    ['path "x" { min_wrapping_ttl = true }', /min_wrapping_ttl must be a duration/],
    [
      'path "x" { min_wrapping_ttl = "10s" max_wrapping_ttl = "5s" }',
      /max_wrapping_ttl cannot be less than min/,
    ],
    ['path = "x"', /path must be a block in braces/],
    ['path { capabilities = ["read"] }', /path must be/],
    ['path "x" "y" { capabilities = ["read"] }', /invalid key "y"/],
    ["[]", /failed to parse policy/],
    ['{"path":', /failed to parse policy/],
    ["nope", /failed to parse policy/],
  ];
  for (const [text, reason] of cases) assert.match(refusal(text).message, reason, text);
});

test("TTLs are numbers of seconds or durations; half a second is still a bound", () => {
  const ttls = (text: string) => parsePolicy(`path "x" { ${text} }`).rules[0]?.constraints;
  assert.equal(ttls('min_wrapping_ttl = 10 max_wrapping_ttl = "1h"')?.minWrappingTtlSeconds, 10);
  assert.equal(ttls('min_wrapping_ttl = 10 max_wrapping_ttl = "1h"')?.maxWrappingTtlSeconds, 3600);
  assert.equal(ttls('max_wrapping_ttl = "0.5s"')?.maxWrappingTtlSeconds, 0.5);
  assert.equal(ttls("max_wrapping_ttl = 0"), undefined);
});

test("an empty policy, blanks and comments are a policy without rules", () => {
  for (const text of ["", "   \n", "# nothing\n", "{}"]) assert.deepEqual(parsePolicy(text).rules, []);
});

test("a value * alone is warned about: it is no wildcard", () => {
  const { warnings } = parsePolicy('path "x" { allowed_parameters = { "a" = ["*"] } }');
  assert.match(warnings[0] ?? "", /matches only itself/);
});

test("a path with an empty segment is warned about; warnings have an end", () => {
  const { warnings } = parsePolicy('path "//a" {}\n'.repeat(25));
  assert.equal(warnings.length, 21);
  assert.match(warnings[0] ?? "", /matches nothing/);
  assert.equal(warnings.at(-1), "and 5 more warnings");
});

test("a long path in a refusal is cut", () => {
  const { message } = refusal(`path "${"a".repeat(5000)}" { foo = 1 }`);
  assert.ok(message.length < 400, `${message.length}`);
  assert.match(refusal(`path "${"a".repeat(40_000)}" {}`).message, /path is longer than 32768/);
});
