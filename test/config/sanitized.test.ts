import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { sanitizedConfig } from "#config/sanitized.ts";
import { decide } from "./decide.ts";

function sanitized(text: string, environment: Record<string, string> = {}): Record<string, unknown> {
  const decision = decide(text, { environment });
  assert.ok(decision.config, JSON.stringify(decision.errors));
  return { ...sanitizedConfig(decision.config, decision) };
}

// What OpenBao 2.6.2 answered for the same file (Vault adds disable_mlock).
const EXPECTED: unknown = JSON.parse(
  readFileSync(join(import.meta.dirname, "testdata/sanitized.json"), "utf8"),
);
const TEXT = readFileSync(join(import.meta.dirname, "testdata/sanitized.hcl"), "utf8");

test("has the keys and values that Vault's family answers", () => {
  assert.deepEqual(JSON.parse(JSON.stringify(sanitized(TEXT))), EXPECTED);
});

test("shows no secret, wherever it stands (GHSA-3237)", () => {
  const canary = "CANARY";
  const text = `
    listener "tcp" { tls_disable = true secret_under_unknown_key = "${canary}" telemetry { secret_too = "${canary}" } }
    storage "raft" { path = "/d" retry_join { auto_join = "provider=aws secret_access_key=${canary}" } }
    seal "transit" { address = "http://p:1" token = "${canary}" key_name = "k" }
    telemetry { circonus_api_token = "${canary}" circonus_submission_url = "https://${canary}" }
    audit "http" "a" { options { headers = "${canary}" } }
    stray_secret = "${canary}"
  `;
  const answer = sanitized(text, { VAULT_TOKEN: canary });
  assert.ok(!JSON.stringify(answer).includes(canary));
  assert.deepEqual(answer.audits, [{ type: "http", path: "a/", description: "" }]);
});

test("the environment's values count as given", () => {
  const text = 'storage "inmem" {}\nlistener "tcp" { tls_disable = true }';
  const answer = sanitized(text, { VAULT_UI: "true", VAULT_API_ADDR: "http://x:1" });
  assert.deepEqual([answer.enable_ui, answer.api_addr], [true, "http://x:1"]);
});
