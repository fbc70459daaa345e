import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { COFFER_VERSION, VAULT_VERSION } from "#base/version.ts";

test("the version is that of package.json, and the Vault one promises nothing of the paid edition", () => {
  const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  assert.equal(COFFER_VERSION, version);
  assert.match(VAULT_VERSION, /^1\.21\.\d+$/);
});
