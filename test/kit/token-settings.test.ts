import assert from "node:assert/strict";
import { test } from "node:test";
import { VaultError } from "#base/vault-error.ts";
import {
  DEFAULT_ROLE_TOKEN_SETTINGS,
  describeTokenSettings,
  settingsAt,
  withTokenFields,
} from "#kit/token-settings.ts";

const standard = DEFAULT_ROLE_TOKEN_SETTINGS;

test("what is given changes, the rest stays", () => {
  const once = withTokenFields(standard, { token_ttl: 60, token_policies: ["B", "a", "b"] });
  assert.deepEqual(once, { ...standard, ttlSeconds: 60, policies: ["a", "b"] });
  assert.deepEqual(withTokenFields(once, { token_ttl: 0 }), { ...once, ttlSeconds: 0 });
  assert.deepEqual(withTokenFields(once, {}), once);
});

test("a change that does not go with what was there is refused", () => {
  const batch = withTokenFields(standard, { token_type: "batch" });
  assert.throws(() => withTokenFields(batch, { token_period: 60 }), VaultError);
  const short = withTokenFields(standard, { token_max_ttl: 60 });
  assert.throws(() => withTokenFields(short, { token_ttl: 61 }), VaultError);
});

test("every setting is shown by its field's name", () => {
  const shown = describeTokenSettings(standard);
  assert.deepEqual(Object.keys(shown).sort(), [
    "token_bound_cidrs",
    "token_explicit_max_ttl",
    "token_max_ttl",
    "token_no_default_policy",
    "token_num_uses",
    "token_period",
    "token_policies",
    "token_strictly_bind_ip",
    "token_ttl",
    "token_type",
  ]);
});

test("a strictly bound token is bound to the address of the login, where that may log in at all", () => {
  const bound = withTokenFields(standard, {
    token_strictly_bind_ip: true,
    token_bound_cidrs: ["10.0.0.0/8"],
  });
  assert.deepEqual(settingsAt(bound, "10.1.2.3").boundCidrs, ["10.1.2.3"]);
  assert.deepEqual(settingsAt(bound, "::ffff:10.1.2.3").boundCidrs, ["10.1.2.3"]);
  assert.deepEqual(settingsAt(bound, "192.168.0.1").boundCidrs, ["10.0.0.0/8"]);
  assert.deepEqual(settingsAt(standard, "10.1.2.3").boundCidrs, []);
});
