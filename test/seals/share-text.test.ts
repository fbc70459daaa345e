import assert from "node:assert/strict";
import { test } from "node:test";
import { Secret } from "#base/secret.ts";
import { randomBytes } from "#crypto/secure-random.ts";
import { decodeKeyText } from "#seals/key-text.ts";
import { createShamirSeal } from "#seals/shamir/shamir-seal.ts";
import { encodeShares } from "#seals/share-text.ts";

test("a share looks like one of Vault's, both ways", () => {
  const share = new Secret(Uint8Array.fromHex(`${"fe".repeat(32)}1f`));
  assert.deepEqual(encodeShares([share]), {
    hex: [`${"fe".repeat(32)}1f`],
    base64: ["/v7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/v4f"],
  });
});

test("what is shown can be entered, for every count of shares", () => {
  for (const counts of [
    { shares: 1, threshold: 1 },
    { shares: 5, threshold: 3 },
    { shares: 255, threshold: 255 },
  ]) {
    const { shares } = createShamirSeal(counts);
    const texts = encodeShares(shares);
    shares.forEach((share, at) => {
      assert.deepEqual(decodeKeyText(texts.hex[at]).reveal(), share.reveal());
      assert.deepEqual(decodeKeyText(texts.base64[at]).reveal(), share.reveal());
    });
  }
});

test("no shares give no texts", () => assert.deepEqual(encodeShares([]), { hex: [], base64: [] }));

test("encoding leaves the shares to their owner", () => {
  const share = new Secret(randomBytes(33));
  encodeShares([share]);
  assert.ok(share.reveal().some((byte) => byte !== 0));
});
