import assert from "node:assert/strict";
import { test } from "node:test";
import { lockoutRuleOf, STANDARD_LOCKOUT } from "#core/lockout/lockout-rule.ts";
import { DEFAULT_MOUNT_CONFIG, type UserLockoutConfig } from "#core/mount-entry.ts";

const { disabled, ...standard } = STANDARD_LOCKOUT;
const unset = { threshold: 0, durationSeconds: 0, counterResetSeconds: 0, disabled: false };

function ruleOf(
  userLockout: UserLockoutConfig | undefined,
  method = { ...standard, disabled },
  type = "userpass",
) {
  return lockoutRuleOf({ type, config: { ...DEFAULT_MOUNT_CONFIG, userLockout } }, { userpass: method });
}

test("five failures in a quarter of an hour lock for another, unless somebody says otherwise", () => {
  assert.deepEqual(ruleOf(undefined), { threshold: 5, durationMs: 900_000, counterResetMs: 900_000 });
});

test("what the mount sets wins, the rest is the server's", () => {
  assert.deepEqual(ruleOf({ ...unset, threshold: 3 }), { ...standard, threshold: 3 });
  assert.deepEqual(ruleOf({ ...unset, durationSeconds: 60 }), { ...standard, durationMs: 60_000 });
  assert.deepEqual(ruleOf({ ...unset, counterResetSeconds: 60 }), { ...standard, counterResetMs: 60_000 });
});

test("mount and server can each switch it off; a mount's own setting switches it on", () => {
  assert.equal(ruleOf({ ...unset, disabled: true }), undefined);
  assert.equal(ruleOf(undefined, { ...standard, disabled: true }), undefined);
  assert.deepEqual(ruleOf({ ...unset, threshold: 3 }, { ...standard, disabled: true }), {
    ...standard,
    threshold: 3,
  });
});

test("methods without names and passwords lock nobody out", () => {
  for (const type of ["token", "jwt", "constructor", "__proto__"]) {
    assert.equal(ruleOf(undefined, { ...standard, disabled: false }, type), undefined);
  }
});
