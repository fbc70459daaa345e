// Whose memory a secret is, when it is wiped, and that nothing prints it.
import assert from "node:assert/strict";
import { InvariantError } from "#base/assert.ts";
import { utf8 } from "#base/bytes.ts";
import { Secret } from "#base/secret.ts";
import { assertNoLeak } from "#test/assert-no-leak.ts";
import type { SealCase } from "./seal-subject.ts";
import { bytesOf, newRootKey, ROOT_KEY, using, wrapped } from "./steps.ts";

export const secretCases: readonly SealCase[] = [
  {
    name: "shows nothing of the secret in the blob",
    check: (subject) =>
      using(subject.open(), async (seal) => {
        assertNoLeak(utf8(ROOT_KEY), Buffer.from(await wrapped(seal, newRootKey())).toString("latin1"));
      }),
  },
  {
    name: "leaves the caller's secret and blob as they were, and shares no memory with them",
    check: (subject) =>
      using(subject.open(), async (seal) => {
        const secret = newRootKey();
        const blob = await wrapped(seal, secret);
        assert.deepEqual(secret.reveal(), utf8(ROOT_KEY));
        secret.wipe();
        const before = blob.slice();
        const first = await seal.unwrap(blob, "root-key");
        assert.deepEqual(blob, before);
        assert.deepEqual(bytesOf(first), utf8(ROOT_KEY));
        if (first.kind === "unwrapped") first.secret.wipe();
        assert.deepEqual(blob, before);
        assert.deepEqual(bytesOf(await seal.unwrap(blob, "root-key")), utf8(ROOT_KEY));
      }),
  },
  {
    name: "a wiped secret is refused as the bug it is",
    check: (subject) =>
      using(subject.open(), async (seal) => {
        const secret = newRootKey();
        secret.wipe();
        await assert.rejects(seal.wrap(secret, "root-key"), InvariantError);
      }),
  },
  {
    name: "no outcome, error or print of the seal shows a key or a secret",
    check: (subject) =>
      using(subject.open(), async (seal) => {
        const blob = await wrapped(seal, newRootKey());
        const outcomes: unknown[] = [seal, await seal.unwrap(blob, "root-key"), await seal.checkHealth()];
        outcomes.push(
          await seal.unwrap(blob, "recovery-key"),
          await seal.unwrap(blob.subarray(1), "root-key"),
        );
        await using(subject.openWithOtherKey(), async (other) => {
          outcomes.push(other, await other.unwrap(blob, "root-key"));
        });
        outcomes.push(
          await seal.wrap(new Secret(new Uint8Array(32)), "root-key").catch((error: unknown) => error),
        );
        for (const secret of [utf8(ROOT_KEY), ...subject.keyBytes]) assertNoLeak(secret, ...outcomes);
      }),
  },
  {
    name: "once closed it reaches nothing, wraps nothing, and has wiped its keys",
    check: async (subject) => {
      const seal = await subject.open();
      const blob = await wrapped(seal, newRootKey());
      const memory = subject.keyMemory?.() ?? [];
      assert.ok(memory.every((bytes) => bytes.some((byte) => byte !== 0)));
      await seal.close();
      await seal.close();
      assert.ok(memory.every((bytes) => bytes.every((byte) => byte === 0)));
      assert.equal((await seal.wrap(newRootKey(), "root-key")).kind, "unreachable");
      assert.equal((await seal.unwrap(blob, "root-key")).kind, "unreachable");
      assert.equal((await seal.checkHealth()).healthy, false);
    },
  },
  {
    name: "closing amid a wrap gives a blob that unwraps, or none",
    check: async (subject) => {
      for (let n = 0; n < 20; n++) {
        const seal = await subject.open();
        const wrapping = seal.wrap(newRootKey(), "root-key");
        await seal.close();
        const outcome = await wrapping;
        if (outcome.kind === "unreachable") continue;
        await using(subject.open(), async (again) => {
          assert.deepEqual(bytesOf(await again.unwrap(outcome.blob, "root-key")), utf8(ROOT_KEY));
        });
      }
    },
  },
];
