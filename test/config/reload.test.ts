import assert from "node:assert/strict";
import { test } from "node:test";
import { planReload, type ReloadPlan } from "#config/reload.ts";
import { decide, MINIMAL } from "./decide.ts";

function plan(before: string, after: string): ReloadPlan {
  const wrap = (text: string): string => (text.includes("listener") ? text : MINIMAL + text);
  return planReload(decide(wrap(before)).settings, decide(wrap(after), { reloading: true }).settings);
}

const NOTHING: ReloadPlan = { applied: [], needsRestart: [] };

test("nothing changed, nothing to do", () => {
  const text = 'seal "transit" { address = "http://p:1" token = "x" key_name = "k" }\nlog_level = "info"';
  assert.deepEqual(plan(text, text), NOTHING);
});

test("a log level, headers and certificates' paths take effect at once", () => {
  assert.deepEqual(plan('log_level = "info"', 'log_level = "debug"'), {
    applied: ["log_level"],
    needsRestart: [],
  });
  const listener = (body: string): string =>
    `storage "inmem" {}\nlistener "tcp" { tls_cert_file = "/a" tls_key_file = "/b" ${body} }`;
  assert.deepEqual(plan(listener(""), listener('custom_response_headers { "200" = { "X-A" = ["1"] } }')), {
    applied: ["listener[0].custom_response_headers"],
    needsRestart: [],
  });
  const moved = listener("").replace('"/a"', '"/c"');
  assert.deepEqual(plan(listener(""), moved), { applied: ["listener[0].tls_cert_file"], needsRestart: [] });
});

test("an address, a storage and a lease time wait for a restart", () => {
  const other =
    'storage "file" { path = "/d" }\nlistener "tcp" { tls_disable = true address = "127.0.0.1:9" }\nmax_lease_ttl = "1h"';
  assert.deepEqual(plan(MINIMAL, other), {
    applied: [],
    needsRestart: ["listener[0].address", "max_lease_ttl", "storage.path"],
  });
});

test("the seal's token is compared without being shown", () => {
  const seal = (token: string): string =>
    `seal "transit" { address = "http://p:1" token = "${token}" key_name = "k" }`;
  assert.deepEqual(plan(seal("one"), seal("one")), NOTHING);
  assert.deepEqual(plan(seal("one"), seal("two")), { applied: ["seal[0].token"], needsRestart: [] });
});

test("keys without effect have none on a reload either", () => {
  assert.deepEqual(plan("disable_mlock = true", "disable_mlock = false"), NOTHING);
});

test("an audit device's options and its coming and going take effect at once", () => {
  const audit = (path: string): string => `audit "file" "a" { options { file_path = "${path}" } }`;
  assert.deepEqual(plan(audit("/x"), audit("/y")), { applied: ["audit[0].options"], needsRestart: [] });
  assert.deepEqual(plan("", audit("/y")), { applied: ["audit[0].options"], needsRestart: [] });
});
