// For seals whose key can be rotated, and for those that reach out to it.
import assert from "node:assert/strict";
import { utf8 } from "#base/bytes.ts";
import { assertNoLeak } from "#test/assert-no-leak.ts";
import type { SealCase } from "./seal-subject.ts";
import { bytesOf, newRootKey, ROOT_KEY, using, wrapped } from "./steps.ts";

export const rotationCases: readonly SealCase[] = [
  {
    name: "after a rotation an old blob unwraps and asks to be wrapped again",
    check: async (subject) => {
      const blob = await using(subject.open(), (seal) => wrapped(seal, newRootKey()));
      await using(subject.openAfterRotation?.() ?? subject.open(), async (seal) => {
        await seal.checkHealth();
        assert.equal(seal.needsRewrap(blob), true);
        const outcome = await seal.unwrap(blob, "root-key");
        assert.deepEqual(bytesOf(outcome), utf8(ROOT_KEY));
        assert.equal(outcome.kind === "unwrapped" && outcome.needsRewrap, true);
        const again = await wrapped(seal, newRootKey());
        assert.equal(seal.needsRewrap(again), false);
        const renewed = await seal.unwrap(again, "root-key");
        assert.equal(renewed.kind === "unwrapped" && renewed.needsRewrap, false);
      });
    },
  },
];

export const remoteCases: readonly SealCase[] = [
  {
    name: "what it cannot reach is unreachable, and comes back without being opened anew",
    check: (subject) =>
      using(subject.open(), async (seal) => {
        const blob = await wrapped(seal, newRootKey());
        const restore = subject.cutOff?.();
        const outcomes = [await seal.unwrap(blob, "root-key"), await seal.wrap(newRootKey(), "root-key")];
        const health = await seal.checkHealth();
        restore?.();
        for (const outcome of outcomes) {
          assert.equal(outcome.kind, "unreachable");
          if (outcome.kind === "unreachable") assert.notEqual(outcome.reason, "");
        }
        assert.equal(health.healthy, false);
        for (const secret of [utf8(ROOT_KEY), ...subject.keyBytes]) assertNoLeak(secret, ...outcomes, health);
        assert.deepEqual(bytesOf(await seal.unwrap(blob, "root-key")), utf8(ROOT_KEY));
        assert.deepEqual(await seal.checkHealth(), { healthy: true });
      }),
  },
];
