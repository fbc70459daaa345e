// A seal in use: round trips, many callers, distinct nonces.
import assert from "node:assert/strict";
import { utf8 } from "#base/bytes.ts";
import { Secret } from "#base/secret.ts";
import { randomBytes } from "#crypto/secure-random.ts";
import type { SealPurpose, UnwrapOutcome } from "#seals/seal.ts";
import type { SealCase } from "./seal-subject.ts";
import { bytesOf, newRootKey, using, wrapped } from "./steps.ts";

const PURPOSES: readonly SealPurpose[] = ["root-key", "recovery-key"];

export const useCases: readonly SealCase[] = [
  {
    name: "says what it is",
    check: (subject) =>
      using(subject.open(), async (seal) => {
        assert.equal(seal.type, subject.type);
        assert.equal(seal.unsealsBy, subject.unsealsBy);
        assert.deepEqual(await seal.checkHealth(), { healthy: true });
      }),
  },
  {
    name: "unwraps what it wrapped, of any length and for each purpose, in a later process too",
    check: async (subject) => {
      for (const purpose of PURPOSES) {
        for (const length of [1, 16, 32, 255, 4096]) {
          const bytes = randomBytes(length);
          bytes[0] = 1;
          const blob = await using(subject.open(), (seal) =>
            wrapped(seal, new Secret(bytes.slice()), purpose),
          );
          await using(subject.open(), async (seal) => {
            const outcome = await seal.unwrap(blob, purpose);
            assert.deepEqual(bytesOf(outcome), bytes);
            assert.equal(outcome.kind === "unwrapped" && outcome.needsRewrap, false);
            assert.equal(seal.needsRewrap(blob), false);
          });
        }
      }
    },
  },
  {
    name: "a thousand wraps of one secret share no nonce and no blob",
    check: (subject) =>
      using(subject.open(), async (seal) => {
        const secret = newRootKey();
        const blobs: Uint8Array[] = [];
        for (let n = 0; n < 1000; n++) blobs.push(await wrapped(seal, secret));
        assert.equal(new Set(blobs.map((blob) => blob.toHex())).size, 1000);
        const nonces = blobs.map((blob) => subject.nonceOf(blob));
        assert.ok(nonces.every((nonce) => nonce.length >= 12));
        assert.equal(new Set(nonces.map((nonce) => nonce.toHex())).size, 1000);
      }),
  },
  {
    name: "a hundred callers at once each get their own",
    check: (subject) =>
      using(subject.open(), async (seal) => {
        const names = Array.from({ length: 100 }, (_, n) => `the secret of caller number ${n}`);
        const blobs = await Promise.all(names.map((name) => wrapped(seal, Secret.ofText(name))));
        const [first] = blobs as [Uint8Array, ...Uint8Array[]];
        const outcomes = await Promise.all(
          blobs.flatMap((blob) => [seal.unwrap(blob, "root-key"), seal.unwrap(first, "root-key")]),
        );
        names.forEach((name, n) => {
          assert.deepEqual(bytesOf(outcomes[2 * n] as UnwrapOutcome), utf8(name));
          assert.deepEqual(bytesOf(outcomes[2 * n + 1] as UnwrapOutcome), utf8(names[0] ?? ""));
        });
      }),
  },
];
