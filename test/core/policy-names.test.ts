import assert from "node:assert/strict";
import { test } from "node:test";
import { VaultError } from "#base/vault-error.ts";
import { holdsRoot, normalizePolicyName, normalizePolicyNames, refuseRoot } from "#core/policy-names.ts";

const refused = (reason: RegExp) => (error: unknown) =>
  error instanceof VaultError && error.code === "invalid_request" && reason.test(error.message);

/** Whatever is or looks like root to somebody (security.md §1, CVE-2025-5999 and its kin). */
const ROOTS = [
  "root",
  "Root",
  "ROOT",
  " root",
  "root ",
  "root\t",
  "\n root \r\n",
  "\u{feff}root",
  "\u{a0}root",
  "root\u{2003}",
  "\u{3000}root",
  "ｒｏｏｔ",
  "rooＴ",
  "ro\u{200b}ot",
  "ro\u{ad}ot",
  "ro\u{34f}ot",
  "root\u{fe0f}",
  "ro\u{2060}ot",
  "root\u{0}",
  "𝐫oot",
  "ⓡoot",
  "root\u{e0001}",
];

test("CVE-2024-9180, CVE-2025-5999, CVE-2025-54996, CVE-2025-64761: no spelling of root gets past assignment", () => {
  for (const spelling of ROOTS) {
    assert.throws(
      () => refuseRoot(normalizePolicyNames(["dev", spelling])),
      refused(/cannot assign policy "root"|policy name/),
      JSON.stringify(spelling),
    );
  }
});

test("names become lower-case, trimmed, unique and sorted", () => {
  assert.deepEqual(normalizePolicyNames(["ops", " Dev", "dev ", "", "  ", "DEFAULT"]), [
    "default",
    "dev",
    "ops",
  ]);
});

test("root is told apart after normalisation, by a check of its own", () => {
  assert.equal(holdsRoot(normalizePolicyNames([" ROOT "])), true);
  assert.equal(holdsRoot(normalizePolicyNames(["roots", "toor"])), false);
});

test("internal policies are not assigned either", () => {
  for (const name of ["response-wrapping", "Control-Group"]) {
    assert.throws(() => refuseRoot(normalizePolicyNames([name])), refused(/cannot assign policy/));
  }
  assert.deepEqual(refuseRoot(normalizePolicyNames(["a", "default"])), ["a", "default"]);
});

test("GHSA-mjch: a name can not lead out of its namespace or hide an escape", () => {
  for (const name of [
    "../ns2/p",
    "a/../b",
    "./a",
    "a//b",
    "/a",
    "a/",
    "p%2f",
    "a\\b",
    "a\0b",
    "a\u{1}b",
    ".",
    "..",
  ]) {
    assert.throws(() => normalizePolicyName(name), refused(/policy name/), JSON.stringify(name));
  }
});

test("what Vault allows in a name stays allowed", () => {
  for (const name of ["a b", "team/dev", "-a", ".a", "a.", "a:b", "a@b", "üx", "政策", "a,b", "a*b"]) {
    assert.equal(normalizePolicyName(name), name);
  }
});

test("other letters of look-alike scripts are other names, never root", () => {
  assert.notEqual(normalizePolicyName("r\u{43e}\u{43e}t"), "root");
});

test("normalising twice changes nothing", () => {
  for (let code = 0x20; code <= 0xffff; code++) {
    if (code >= 0xd800 && code <= 0xdfff) continue;
    let once: string;
    try {
      once = normalizePolicyName(`a${String.fromCodePoint(code)}b`);
    } catch {
      continue;
    }
    assert.equal(normalizePolicyName(once), once, `U+${code.toString(16)}`);
  }
});

test("names have a length and lists a size", () => {
  assert.throws(() => normalizePolicyName("a".repeat(257)), refused(/longer than 256/));
  assert.throws(
    () => normalizePolicyNames(Array.from({ length: 1025 }, (_, at) => `p${at}`)),
    refused(/more than 1024/),
  );
});
