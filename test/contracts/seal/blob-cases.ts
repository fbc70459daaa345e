// Blobs that are not what they should be: each is told apart, none unwraps.
import assert from "node:assert/strict";
import { concatBytes } from "#base/bytes.ts";
import { Secret } from "#base/secret.ts";
import { randomBytes } from "#crypto/secure-random.ts";
import { LocalSeal } from "#seals/local-seal.ts";
import type { SealPurpose } from "#seals/seal.ts";
import type { SealCase } from "./seal-subject.ts";
import { newRootKey, using, withChecksum, wrapped } from "./steps.ts";

const PURPOSES: readonly SealPurpose[] = ["root-key", "recovery-key"];

export const blobCases: readonly SealCase[] = [
  {
    name: "a blob of one purpose does not unwrap for the other",
    check: (subject) =>
      using(subject.open(), async (seal) => {
        for (const [made, asked] of [PURPOSES, PURPOSES.toReversed()] as [SealPurpose, SealPurpose][]) {
          const outcome = await seal.unwrap(await wrapped(seal, newRootKey(), made), asked);
          assert.equal(outcome.kind, "damaged");
        }
      }),
  },
  {
    name: "a header rewritten for the other purpose, checksum and all, does not unwrap",
    check: (subject) =>
      using(subject.open(), async (seal) => {
        const blob = await wrapped(seal, newRootKey(), "recovery-key");
        const text = Buffer.from(blob.subarray(0, -4)).toString("latin1");
        const from = "\0\x0crecovery-key";
        assert.ok(text.includes(from), "the purpose stands in the blob as documented");
        const forged = withChecksum(Buffer.from(text.replace(from, "\0\x08root-key"), "latin1"));
        const outcome = await seal.unwrap(forged, "root-key");
        assert.equal(outcome.kind, "wrong-key");
      }),
  },
  {
    name: "another key does not unwrap, and says so",
    check: async (subject) => {
      const blob = await using(subject.open(), (seal) => wrapped(seal, newRootKey()));
      await using(subject.openWithOtherKey(), async (seal) => {
        assert.equal((await seal.unwrap(blob, "root-key")).kind, "wrong-key");
      });
    },
  },
  {
    name: "a flipped bit anywhere is damage",
    check: (subject) =>
      using(subject.open(), async (seal) => {
        const blob = await wrapped(seal, newRootKey());
        for (let bit = 0; bit < blob.length * 8; bit++) {
          const flipped = blob.slice();
          flipped[bit >> 3] = (flipped[bit >> 3] as number) ^ (1 << (bit & 7));
          assert.equal((await seal.unwrap(flipped, "root-key")).kind, "damaged", `bit ${bit}`);
          assert.equal(seal.needsRewrap(flipped), false);
        }
      }),
  },
  {
    name: "a flipped bit under a checksum that fits never unwraps",
    check: (subject) =>
      using(subject.open(), async (seal) => {
        const blob = await wrapped(seal, newRootKey());
        for (let at = 0; at < blob.length - 4; at++) {
          const content = blob.slice(0, -4);
          content[at] = (content[at] as number) ^ (1 << (at % 8));
          const outcome = await seal.unwrap(withChecksum(content), "root-key");
          assert.notEqual(outcome.kind, "unwrapped", `byte ${at}`);
          assert.notEqual(outcome.kind, "unreachable", `byte ${at}`);
        }
      }),
  },
  {
    name: "a cut, lengthened, empty or invented blob is damage",
    check: (subject) =>
      using(subject.open(), async (seal) => {
        const blob = await wrapped(seal, newRootKey());
        const cut = Array.from({ length: blob.length }, (_, length) => blob.slice(0, length));
        const longer = [1, 4, 1000].map((length) => concatBytes(blob, new Uint8Array(length)));
        for (const wrong of [...cut, ...longer, randomBytes(2_000_000), concatBytes(blob, blob)]) {
          assert.equal((await seal.unwrap(wrong, "root-key")).kind, "damaged", `${wrong.length} bytes`);
          assert.equal(seal.needsRewrap(wrong), false);
        }
      }),
  },
  {
    name: "a blob cut under a checksum that fits never unwraps",
    check: (subject) =>
      using(subject.open(), async (seal) => {
        const content = (await wrapped(seal, newRootKey())).slice(0, -4);
        for (let length = 0; length < content.length; length++) {
          const outcome = await seal.unwrap(withChecksum(content.subarray(0, length)), "root-key");
          assert.notEqual(outcome.kind, "unwrapped", `${length} bytes`);
        }
      }),
  },
  {
    name: "another type of seal's blob is named as such",
    check: (subject) =>
      using(subject.open(), async (seal) => {
        const other = new LocalSeal({ type: "carrier-pigeon", unsealsBy: "itself" }, [
          { id: "1", key: new Secret(randomBytes(32)) },
        ]);
        const blob = await wrapped(other, newRootKey());
        assert.deepEqual(await seal.unwrap(blob, "root-key"), { kind: "other-seal", type: "carrier-pigeon" });
        assert.equal(seal.needsRewrap(blob), false);
      }),
  },
  {
    name: "a later format is named as such, not taken for damage",
    check: (subject) =>
      using(subject.open(), async (seal) => {
        for (const version of [0, 2, 255]) {
          const content = (await wrapped(seal, newRootKey())).slice(0, -4);
          content[0] = version;
          const outcome = await seal.unwrap(withChecksum(content), "root-key");
          assert.deepEqual(outcome, { kind: "unknown-format", version });
        }
      }),
  },
];
