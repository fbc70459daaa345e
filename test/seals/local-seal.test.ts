import assert from "node:assert/strict";
import { test } from "node:test";
import { InvariantError } from "#base/assert.ts";
import { utf8 } from "#base/bytes.ts";
import { Secret } from "#base/secret.ts";
import { randomBytes } from "#crypto/secure-random.ts";
import { LocalSeal } from "#seals/local-seal.ts";
import { nonceOfLocalBlob } from "#test/nonce-of-local-blob.ts";
import { runSealContract } from "../contracts/seal-contract.ts";

const kind = { type: "local", unsealsBy: "itself" } as const;
const KEY = utf8("canary-of-the-wrapping-key-45678");
const NEWER_KEY = utf8("canary-of-the-newer-key-12345678");
let lastKey: Uint8Array = KEY;
const keyNamed = (id: string, bytes: Uint8Array) => ({ id, key: new Secret(bytes) });

runSealContract({
  ...kind,
  open: async () => {
    // Outside of the heap, so that the seal keeps these very bytes.
    lastKey = Buffer.from(KEY);
    return new LocalSeal(kind, [keyNamed("1", lastKey)]);
  },
  openWithOtherKey: async () => new LocalSeal(kind, [keyNamed("1", randomBytes(32))]),
  openAfterRotation: async () =>
    new LocalSeal(kind, [keyNamed("2", NEWER_KEY.slice()), keyNamed("1", KEY.slice())]),
  nonceOf: (blob) => nonceOfLocalBlob(blob, "local"),
  keyBytes: [KEY, NEWER_KEY],
  keyMemory: () => [lastKey],
});

test("a blob whose key is not at hand says which key it wants and which are known", async () => {
  const old = new LocalSeal(kind, [keyNamed("2024", KEY.slice())]);
  const made = await old.wrap(Secret.ofText("root"), "root-key");
  const seal = new LocalSeal(kind, [keyNamed("2026", NEWER_KEY.slice()), keyNamed("2025", randomBytes(32))]);
  assert.ok(made.kind === "wrapped");
  assert.deepEqual(await seal.unwrap(made.blob, "root-key"), {
    kind: "wrong-key",
    reason: 'it was made with key "2024"; known are key "2026" and key "2025"',
  });
  assert.equal(seal.needsRewrap(made.blob), true);
});

test("closing wipes every key, the older ones too", async () => {
  const keys = [randomBytes(32), randomBytes(32), randomBytes(32)] as const;
  const [newest, older, oldest] = keys;
  const seal = new LocalSeal(kind, [keyNamed("3", newest), keyNamed("2", older), keyNamed("1", oldest)]);
  await seal.close();
  for (const key of keys) assert.ok(key.every((byte) => byte === 0));
});

test("keys of the wrong length, wiped keys and two keys of one name are bugs", () => {
  const refused: [string, Uint8Array][][] = [
    [["1", randomBytes(16)]],
    [["1", randomBytes(33)]],
    [["1", new Uint8Array(32)]],
    [
      ["1", randomBytes(32)],
      ["1", randomBytes(32)],
    ],
    [
      ["2", randomBytes(32)],
      ["1", new Uint8Array(32)],
    ],
  ];
  for (const keys of refused) {
    const [first, ...rest] = keys.map(([id, bytes]) => keyNamed(id, bytes));
    assert.ok(first);
    assert.throws(() => new LocalSeal(kind, [first, ...rest]), InvariantError);
  }
});
