// The contract itself is tested: a remote seal passes it, and each broken seal fails at the case that is about its fault.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Secret } from "#base/secret.ts";
import { randomBytes } from "#crypto/secure-random.ts";
import { LocalSeal } from "#seals/local-seal.ts";
import type { Seal, SealPurpose, UnwrapOutcome, WrapOutcome } from "#seals/seal.ts";
import { decodeBlob } from "#seals/sealed-blob.ts";
import { FakePeer, FakeRemoteSeal } from "#test/fake-remote-seal.ts";
import { nonceOfLocalBlob } from "#test/nonce-of-local-blob.ts";
import type { SealSubject } from "./seal/seal-subject.ts";
import { runSealContract, sealCasesFor } from "./seal-contract.ts";

const peer = new FakePeer();
runSealContract({
  type: "remote",
  unsealsBy: "itself",
  open: async () => new FakeRemoteSeal(peer),
  openWithOtherKey: async () => new FakeRemoteSeal(new FakePeer()),
  nonceOf: (blob) => {
    const parts = decodeBlob(blob, "remote");
    return parts.kind === "blob" ? parts.body.subarray(60, 72) : new Uint8Array(0);
  },
  keyBytes: peer.keys,
  openAfterRotation: async () => {
    peer.rotate();
    return new FakeRemoteSeal(peer);
  },
  cutOff: () => {
    peer.isDown = true;
    return () => {
      peer.isDown = false;
    };
  },
});

const KEY = randomBytes(32);
const kind = { type: "broken", unsealsBy: "itself" } as const;
const sound = (key: Uint8Array): Seal => new LocalSeal(kind, [{ id: "1", key: new Secret(key.slice()) }]);

/** A sound seal with some of its methods replaced. */
function subjectWith(fault: (seal: Seal) => Partial<Seal>, more: Partial<SealSubject> = {}): SealSubject {
  const broken = (key: Uint8Array): Seal => {
    const seal = sound(key);
    return {
      ...kind,
      wrap: (secret, purpose) => seal.wrap(secret, purpose),
      unwrap: (blob, purpose) => seal.unwrap(blob, purpose),
      needsRewrap: (blob) => seal.needsRewrap(blob),
      checkHealth: () => seal.checkHealth(),
      close: () => seal.close(),
      ...fault(seal),
    };
  };
  return {
    ...kind,
    open: async () => broken(KEY),
    openWithOtherKey: async () => broken(randomBytes(32)),
    nonceOf: (blob) => nonceOfLocalBlob(blob, "broken"),
    keyBytes: [KEY],
    ...more,
  };
}

async function failingCases(subject: SealSubject): Promise<string[]> {
  const failing: string[] = [];
  for (const { name, check } of sealCasesFor(subject)) await check(subject).catch(() => failing.push(name));
  return failing;
}

test("a seal without a fault fails no case", async () => {
  assert.deepEqual(await failingCases(subjectWith(() => ({}))), []);
});

let lastBlob: WrapOutcome | undefined;
const faults: [string, SealSubject, RegExp][] = [
  [
    "gives the same blob again",
    subjectWith((seal) => ({
      wrap: async (secret, purpose) => {
        lastBlob ??= await seal.wrap(secret, purpose);
        return lastBlob;
      },
    })),
    /share no nonce/,
  ],
  [
    "takes a blob for any purpose",
    subjectWith((seal) => ({
      unwrap: async (blob, purpose) => {
        const other: SealPurpose = purpose === "root-key" ? "recovery-key" : "root-key";
        const outcome = await seal.unwrap(blob, purpose);
        return outcome.kind === "damaged" ? seal.unwrap(blob, other) : outcome;
      },
    })),
    /one purpose does not unwrap/,
  ],
  [
    "calls everything a wrong key",
    subjectWith((seal) => ({
      unwrap: async (blob, purpose): Promise<UnwrapOutcome> => {
        const outcome = await seal.unwrap(blob, purpose);
        return outcome.kind === "unwrapped" ? outcome : { kind: "wrong-key", reason: "no" };
      },
    })),
    /flipped bit anywhere/,
  ],
  [
    "shows its key in a reason",
    subjectWith((seal) => ({
      unwrap: async (blob, purpose): Promise<UnwrapOutcome> => {
        const outcome = await seal.unwrap(blob, purpose);
        return outcome.kind === "damaged" ? { ...outcome, reason: `not by ${KEY.toHex()}` } : outcome;
      },
    })),
    /shows a key/,
  ],
  ["keeps its key in a public field", subjectWith(() => ({ key: KEY }) as Partial<Seal>), /shows a key/],
  [
    "hands the same memory to every caller",
    subjectWith((seal) => {
      let kept: UnwrapOutcome | undefined;
      return {
        unwrap: async (blob, purpose) => {
          kept ??= await seal.unwrap(blob, purpose);
          return kept;
        },
      };
    }),
    /shares no memory/,
  ],
  ["works on when closed", subjectWith(() => ({ close: async () => {} })), /once closed/],
  ["keeps its key when closed", subjectWith(() => ({}), { keyMemory: () => [KEY] }), /once closed/],
  [
    "wraps a wiped secret",
    subjectWith((seal) => ({
      wrap: (_secret, purpose) => seal.wrap(Secret.ofText("something else"), purpose),
    })),
    /wiped secret/,
  ],
  [
    "never asks to be wrapped again",
    subjectWith(() => ({ needsRewrap: () => false }), { openAfterRotation: async () => sound(KEY) }),
    /after a rotation/,
  ],
  ["throws when cut off", subjectWith(() => ({}), { cutOff: () => () => {} }), /cannot reach/],
];

for (const [fault, subject, expected] of faults) {
  test(`a seal that ${fault} fails the case about it`, async () => {
    const failing = await failingCases(subject);
    assert.ok(
      failing.some((name) => expected.test(name)),
      `failed only: ${failing.join("; ")}`,
    );
  });
}
