import assert from "node:assert/strict";
import { test } from "node:test";
import { utf8 } from "#base/bytes.ts";
import { Secret } from "#base/secret.ts";
import { SealSettingError } from "#seals/seal-setting-error.ts";
import type { KeySources } from "#seals/static/key-sources.ts";
import { openStaticSeal, STATIC, type StaticSealSettings } from "#seals/static/static-seal.ts";
import { assertNoLeak } from "#test/assert-no-leak.ts";
import { nonceOfLocalBlob } from "#test/nonce-of-local-blob.ts";
import { runSealContract } from "../../contracts/seal-contract.ts";

const KEY = utf8("canary-of-the-static-key-1234567");
const NEWER_KEY = utf8("canary-of-a-newer-static-key-678");
const NOWHERE: KeySources = {
  environment: {},
  readFile: () => {
    throw new Error("no file is read here");
  },
};
const surroundings = { sources: NOWHERE, onWarning: (warning: string) => assert.fail(warning) };
const open = (settings: StaticSealSettings) => openStaticSeal(settings, surroundings);

runSealContract({
  ...STATIC,
  open: async () => open({ currentKeyId: "2025-1", currentKey: KEY.toHex() }),
  openWithOtherKey: async () => open({ currentKeyId: "2025-1", currentKey: NEWER_KEY.toHex() }),
  openAfterRotation: async () =>
    open({
      currentKeyId: "2026-1",
      currentKey: NEWER_KEY.toBase64(),
      previousKeyId: "2025-1",
      previousKey: KEY.toHex(),
    }),
  nonceOf: (blob) => nonceOfLocalBlob(blob, "static"),
  keyBytes: [KEY, NEWER_KEY],
});

const current = { currentKeyId: "1", currentKey: KEY.toHex() };
const refused: [string, StaticSealSettings, string][] = [
  ["nothing set", {}, "current_key: is missing"],
  [
    "a key without a name",
    { currentKey: KEY.toHex() },
    "current_key_id: is missing: a key needs a name of its own",
  ],
  ["a name without a key", { currentKeyId: "1" }, "current_key: is missing although it has a name"],
  ["an empty key", { currentKeyId: "1", currentKey: "" }, "current_key: is missing although it has a name"],
  [
    "a name with a line end",
    { ...current, currentKeyId: "1\n2" },
    "current_key_id: is not 1 to 256 printable ASCII characters",
  ],
  [
    "a name without end",
    { ...current, currentKeyId: "1".repeat(257) },
    "current_key_id: is not 1 to 256 printable ASCII characters",
  ],
  [
    "a previous key without a name",
    { ...current, previousKey: KEY.toHex() },
    "previous_key_id: is missing: a key needs a name of its own",
  ],
  [
    "a previous name without a key",
    { ...current, previousKeyId: "0" },
    "previous_key: is missing although it has a name",
  ],
  ["a previous key only", { previousKeyId: "0", previousKey: KEY.toHex() }, "current_key: is missing"],
  [
    "two keys of one name",
    { ...current, previousKeyId: "1", previousKey: NEWER_KEY.toHex() },
    "previous_key_id: names another key than current_key_id, by the same name",
  ],
  [
    "a short previous key",
    { ...current, previousKeyId: "0", previousKey: KEY.toHex().slice(2) },
    "previous_key: is not 32 bytes in hexadecimal or base64",
  ],
];

for (const [what, settings, message] of refused) {
  test(`${what} is refused: ${message}`, () => {
    assert.throws(
      () => open(settings),
      (error) => {
        assert.ok(error instanceof SealSettingError);
        assert.equal(error.message, message);
        assertNoLeak(KEY, error);
        assertNoLeak(NEWER_KEY, error);
        return true;
      },
    );
  });
}

test("the same key named twice by one name is one key", async () => {
  const seal = open({ ...current, previousKeyId: "1", previousKey: KEY.toBase64() });
  const made = await seal.wrap(Secret.ofText("root"), "root-key");
  assert.ok(made.kind === "wrapped");
  assert.equal((await seal.unwrap(made.blob, "root-key")).kind, "unwrapped");
});

test("a key that was replaced under the same name is told from a name that is not known", async () => {
  const made = await open(current).wrap(Secret.ofText("root"), "root-key");
  assert.ok(made.kind === "wrapped");
  const replaced = await open({ currentKeyId: "1", currentKey: NEWER_KEY.toHex() }).unwrap(
    made.blob,
    "root-key",
  );
  const renamed = await open({ currentKeyId: "2", currentKey: KEY.toHex() }).unwrap(made.blob, "root-key");
  assert.deepEqual(replaced, { kind: "wrong-key", reason: 'it was not made with key "1"' });
  assert.deepEqual(renamed, { kind: "wrong-key", reason: 'it was made with key "1"; known are key "2"' });
});

test("a rotation runs to its end: the blob wrapped again opens without the old key", async () => {
  const before = await open(current).wrap(Secret.ofText("root"), "root-key");
  assert.ok(before.kind === "wrapped");
  const next = { currentKeyId: "2", currentKey: NEWER_KEY.toHex() };
  const both = open({ ...next, previousKeyId: "1", previousKey: KEY.toHex() });
  const old = await both.unwrap(before.blob, "root-key");
  assert.ok(old.kind === "unwrapped" && old.needsRewrap);
  const after = await both.wrap(old.secret, "root-key");
  assert.ok(after.kind === "wrapped");
  const alone = await open(next).unwrap(after.blob, "root-key");
  assert.ok(alone.kind === "unwrapped" && !alone.needsRewrap);
  assert.deepEqual(new Uint8Array(alone.secret.reveal()), utf8("root"));
});
