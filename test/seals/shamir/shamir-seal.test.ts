import assert from "node:assert/strict";
import { test } from "node:test";
import { utf8 } from "#base/bytes.ts";
import type { Random } from "#base/random.ts";
import { Secret } from "#base/secret.ts";
import { randomBytes, secureRandom } from "#crypto/secure-random.ts";
import { ShamirError } from "#crypto/shamir/shamir-error.ts";
import { splitSecret } from "#crypto/shamir/split-secret.ts";
import type { Seal } from "#seals/seal.ts";
import { createShamirSeal, openShamirSeal, SHAMIR } from "#seals/shamir/shamir-seal.ts";
import { nonceOfLocalBlob } from "#test/nonce-of-local-blob.ts";
import { runSealContract } from "../../contracts/seal-contract.ts";

const KEY = utf8("canary-of-the-unseal-key-1234567");
const nonceOf = (blob: Uint8Array): Uint8Array => nonceOfLocalBlob(blob, "shamir");

function openWith(shares: readonly Uint8Array[]): Seal {
  const opening = openShamirSeal(shares.map((share) => new Secret(share.slice())));
  assert.equal(opening.kind, "opened", opening.kind === "refused" ? opening.reason : "");
  assert.ok(opening.kind === "opened");
  return opening.seal;
}

const shares = splitSecret(KEY, { shares: 5, threshold: 3 });
runSealContract(
  {
    ...SHAMIR,
    open: async () => openWith(shares.slice(1, 4)),
    openWithOtherKey: async () => openWith(shares.slice(1, 3)),
    nonceOf,
    keyBytes: [KEY, ...shares.map((share) => share.slice(0, 32))],
  },
  "a seal of three shares of five",
);

/** No plain array, so that the seal keeps these very bytes. */
class OwnBytes extends Uint8Array {}

let createdKey: Uint8Array = KEY;
/** Gives the key first, then real randomness. */
const keyFirst = (): Random => {
  createdKey = OwnBytes.from(KEY);
  let isFirst = true;
  return {
    bytes(length) {
      if (!isFirst) return secureRandom.bytes(length);
      isFirst = false;
      return createdKey;
    },
  };
};
runSealContract(
  {
    ...SHAMIR,
    open: async () => createShamirSeal({ shares: 1, threshold: 1 }, keyFirst()).seal,
    openWithOtherKey: async () => createShamirSeal({ shares: 5, threshold: 3 }).seal,
    nonceOf,
    keyBytes: [KEY],
    keyMemory: () => [createdKey],
  },
  "a newly made shamir seal",
);

async function wrapRootKey(seal: Seal): Promise<Uint8Array> {
  const outcome = await seal.wrap(Secret.ofText("root"), "root-key");
  assert.ok(outcome.kind === "wrapped");
  return outcome.blob;
}

for (const [count, threshold] of [
  [1, 1],
  [2, 2],
  [5, 3],
  [255, 20],
] as const) {
  test(`the ${threshold} of ${count} shares of a new seal open it again`, async () => {
    const created = createShamirSeal({ shares: count, threshold });
    assert.equal(created.shares.length, count);
    const blob = await wrapRootKey(created.seal);
    await created.seal.close();
    const opening = openShamirSeal(created.shares.slice(-threshold));
    assert.ok(opening.kind === "opened");
    const outcome = await opening.seal.unwrap(blob, "root-key");
    assert.ok(outcome.kind === "unwrapped");
    assert.deepEqual(new Uint8Array(outcome.secret.reveal()), utf8("root"));
  });
}

test("the only share of one of one is the key itself, 32 bytes in memory of its own", async () => {
  const {
    seal,
    shares: [share, ...more],
  } = createShamirSeal({ shares: 1, threshold: 1 }, keyFirst());
  assert.equal(more.length, 0);
  assert.deepEqual(share?.reveal().toHex(), KEY.toHex());
  await seal.close();
  assert.deepEqual(share?.reveal().toHex(), KEY.toHex());
});

test("counts that cannot be are refused before a key is made", () => {
  assert.throws(() => createShamirSeal({ shares: 5, threshold: 1 }), ShamirError);
});

const unusable: [string, Uint8Array[], RegExp][] = [
  ["nothing", [], /no shares/],
  ["two shares at one place", [shares[0], shares[1], shares[0]] as Uint8Array[], /same coordinate/],
  ["a share at place 0", [shares[0], shares[1], new Uint8Array(33)] as Uint8Array[], /coordinate 0/],
  ["shares of different lengths", [shares[0], randomBytes(20)] as Uint8Array[], /same length/],
  ["shares of a shorter secret", splitSecret(randomBytes(16), { shares: 2, threshold: 2 }), /no key/],
  ["a single share of a larger set", [shares[0]] as Uint8Array[], /no key/],
  ["shares of zeros", splitSecret(new Uint8Array(32), { shares: 2, threshold: 2 }), /no key/],
];

for (const [what, bytes, reason] of unusable) {
  test(`${what} make no seal, and are wiped`, () => {
    const secrets = bytes.map((share) => new Secret(share.slice()));
    const opening = openShamirSeal(secrets);
    assert.ok(opening.kind === "refused");
    assert.match(opening.reason, reason);
    for (const secret of secrets) assert.ok(secret.reveal().every((byte) => byte === 0));
  });
}

test("shares that open a seal are wiped too", () => {
  const secrets = shares.slice(0, 3).map((share) => new Secret(share.slice()));
  assert.equal(openShamirSeal(secrets).kind, "opened");
  for (const secret of secrets) assert.ok(secret.reveal().every((byte) => byte === 0));
});

// U6, U7 and too few: nothing but the unwrapping tells, and it tells the same.
const wrong: [string, () => Uint8Array[]][] = [
  ["one flipped bit", () => [flipped(shares[0]), shares[1], shares[2]] as Uint8Array[]],
  ["another cluster's share", () => [shares[0], shares[1], foreignShare()] as Uint8Array[]],
  ["two shares where three are needed", () => shares.slice(0, 2)],
];

for (const [what, make] of wrong) {
  test(`with ${what} the unwrapping fails as a wrong key, without a hint which share it was`, async () => {
    const blob = await wrapRootKey(openWith(shares.slice(0, 3)));
    const outcome = await openWith(make()).unwrap(blob, "root-key");
    assert.deepEqual(outcome, { kind: "wrong-key", reason: "it was not made with this key" });
  });
}

function flipped(share: Uint8Array | undefined): Uint8Array {
  assert.ok(share);
  const copy = share.slice();
  copy[7] = (copy[7] as number) ^ 0x10;
  return copy;
}

/** Of another secret, at a place that the first two shares do not take. */
function foreignShare(): Uint8Array {
  const taken = shares.slice(0, 2).map((share) => share.at(-1));
  const foreign = splitSecret(randomBytes(32), { shares: 3, threshold: 2 });
  const free = foreign.find((share) => !taken.includes(share.at(-1)));
  assert.ok(free);
  return free;
}
