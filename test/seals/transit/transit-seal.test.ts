import assert from "node:assert/strict";
import { after, test } from "node:test";
import { utf8 } from "#base/bytes.ts";
import { Secret } from "#base/secret.ts";
import { decodeBlob } from "#seals/sealed-blob.ts";
import { TRANSIT, TransitSeal } from "#seals/transit/transit-seal.ts";
import type { TransitSettings } from "#seals/transit/transit-settings.ts";
import { RecordingLogger } from "#test/core-harness/recording-logger.ts";
import { TestClock } from "#test/core-harness/test-clock.ts";
import { FakeTransitPeer, type PeerFault } from "#test/fake-transit-peer.ts";
import { runSealContract } from "../../contracts/seal-contract.ts";

const peer = await FakeTransitPeer.start();
const other = await FakeTransitPeer.start();
after(async () => {
  await peer[Symbol.asyncDispose]();
  await other[Symbol.asyncDispose]();
});

const TOKEN = "canary-of-the-token-for-the-peer";

function settingsFor(address: string): TransitSettings {
  return {
    address,
    namespace: undefined,
    mountPath: "transit",
    keyName: "autounseal",
    login: { method: "token", token: { kind: "value", secret: Secret.ofText(TOKEN) } },
    renewsToken: true,
    tls: {},
  };
}

function openSeal(address: string, changes: Partial<TransitSettings> = {}) {
  const clock = new TestClock();
  const surroundings = { clock, pause: clock.pause, logger: new RecordingLogger() };
  return new TransitSeal({ ...settingsFor(address), ...changes }, surroundings);
}

runSealContract({
  ...TRANSIT,
  open: async () => openSeal(peer.address),
  openWithOtherKey: async () => openSeal(other.address),
  openAfterRotation: async () => {
    peer.rotate();
    return openSeal(peer.address);
  },
  cutOff: () => {
    peer.fault = "hang up";
    return () => {
      peer.fault = undefined;
    };
  },
  nonceOf: (blob) => {
    const parts = decodeBlob(blob, "transit");
    if (parts.kind !== "blob") assert.fail(parts.kind);
    const length = new DataView(parts.body.buffer, parts.body.byteOffset).getUint16(0);
    return parts.body.subarray(2 + length, 2 + length + 12);
  },
  keyBytes: [utf8(TOKEN), ...peer.keys],
});

test("the peer never sees what it guards", async () => {
  const seal = openSeal(peer.address);
  const rootKey = utf8("canary-of-the-root-key-987654321");
  const made = await seal.wrap(new Secret(rootKey.slice()), "root-key");
  assert.ok(made.kind === "wrapped");
  const outcome = await seal.unwrap(made.blob, "root-key");
  assert.ok(outcome.kind === "unwrapped");
  assert.deepEqual(new Uint8Array(outcome.secret.reveal()), rootKey);
  assert.ok(peer.seen.length >= 3);
  assert.ok(!peer.seen.includes(Buffer.from(rootKey).toString("base64")));
  await seal.close();
});

const FAULTS: readonly [PeerFault, RegExp][] = [
  ["hang up", /closed the connection/],
  ["error 500", /answers 500: internal error/],
  ["sealed", /answers 503: Vault is sealed/],
  ["noise", /larger than the client's limit/],
  ["no JSON", /is no JSON object/],
  ["empty object", /holds no/],
  ["wrong type", /holds no/],
  ["broken base64", /holds no/],
];

for (const [fault, reason] of FAULTS) {
  test(`a peer with ${fault} is out of reach, says why, and is used again once it is well`, async () => {
    const seal = openSeal(peer.address);
    const made = await seal.wrap(Secret.ofText("the root key"), "root-key");
    assert.ok(made.kind === "wrapped");
    peer.fault = fault;
    try {
      const wrapping = await seal.wrap(Secret.ofText("the root key"), "root-key");
      const unwrapping = await seal.unwrap(made.blob, "root-key");
      const health = await seal.checkHealth();
      assert.ok(wrapping.kind === "unreachable" && unwrapping.kind === "unreachable" && !health.healthy);
      for (const said of [wrapping.reason, unwrapping.reason, health.reason]) assert.match(said, reason);
    } finally {
      peer.fault = undefined;
    }
    assert.equal((await seal.unwrap(made.blob, "root-key")).kind, "unwrapped");
    await seal.close();
  });
}

test("a peer that gives another key's ciphertext is not trusted with a secret", async () => {
  const seal = openSeal(peer.address);
  for (const fault of ["other key", "own invention"] as const) {
    peer.fault = fault;
    const outcome = await seal.wrap(Secret.ofText("the root key"), "root-key");
    const health = await seal.checkHealth();
    peer.fault = undefined;
    assert.equal(outcome.kind, "unreachable", fault);
    assert.equal(health.healthy, false, fault);
  }
  await seal.close();
});

test("a peer that decrypts to something else is found out by the blob itself", async () => {
  const seal = openSeal(peer.address);
  const made = await seal.wrap(Secret.ofText("the root key"), "root-key");
  assert.ok(made.kind === "wrapped");
  peer.fault = "own invention";
  const outcome = await seal.unwrap(made.blob, "root-key");
  peer.fault = undefined;
  assert.equal(outcome.kind, "wrong-key");
  await seal.close();
});

test("a peer that never answers is given up after the time limit", { timeout: 20_000 }, async () => {
  const seal = openSeal(peer.address);
  peer.fault = "silence";
  const outcome = await seal.wrap(Secret.ofText("the root key"), "root-key");
  peer.fault = undefined;
  assert.ok(outcome.kind === "unreachable");
  assert.match(outcome.reason, /time limit of 10 s/);
  await seal.close();
});

test("a mount or a key that is not there is named by the peer's own words", async () => {
  const seal = openSeal(peer.address, { mountPath: "elsewhere" });
  const outcome = await seal.wrap(Secret.ofText("the root key"), "root-key");
  assert.ok(outcome.kind === "unreachable");
  assert.match(outcome.reason, /404: no handler for route/);
  await seal.close();
});
