import assert from "node:assert/strict";
import { test } from "node:test";
import { utf8 } from "#base/bytes.ts";
import { VaultError } from "#base/vault-error.ts";
import { decodePolicyText } from "#core/policies/document/policy-text.ts";

const POLICY = 'path "z" { capabilities = ["read"] } # ü\n';

test("a policy may come as base64, with or without line breaks", () => {
  const base64 = utf8(POLICY.repeat(10)).toBase64();
  assert.equal(decodePolicyText(base64), POLICY.repeat(10));
  assert.equal(decodePolicyText(base64.replace(/.{60}/g, "$&\r\n")), POLICY.repeat(10));
});

test("anything else is the text itself", () => {
  for (const text of [POLICY, "", " ", '{"path":{}}']) assert.equal(decodePolicyText(text), text);
});

test("base64 of bytes that are no text is refused", () => {
  const bytes = Uint8Array.of(0xff, 0xfe, 0x00, 0x41, 0x42, 0x43).toBase64();
  assert.throws(() => decodePolicyText(bytes), /not UTF-8/);
});

test("a text beyond the limit is refused as too large, plain or in base64", () => {
  const isTooLarge = (error: unknown) => error instanceof VaultError && error.code === "too_large";
  assert.throws(() => decodePolicyText("#".repeat(512 * 1024 + 1)), isTooLarge);
  assert.throws(() => decodePolicyText(utf8("#".repeat(512 * 1024 + 1)).toBase64()), isTooLarge);
  assert.throws(() => decodePolicyText("A".repeat(4 * 1024 * 1024)), isTooLarge);
  assert.equal(decodePolicyText("#".repeat(512 * 1024)).length, 512 * 1024);
});
