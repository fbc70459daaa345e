import assert from "node:assert/strict";
import { test } from "node:test";
import { decideTtl, type TtlInput } from "#core/ttl.ts";
import { seededRandom } from "#test/seeded-random.ts";

const NOW = 1_800_000_000_000;
const PLAIN: TtlInput = {
  nowMs: NOW,
  issuedAtMs: NOW,
  requestedSeconds: 0,
  ownTtlSeconds: 0,
  ownMaxSeconds: 0,
  periodSeconds: 0,
  explicitMaxSeconds: 0,
  mountDefaultSeconds: 2_764_800,
  mountMaxSeconds: 2_764_800,
};
const seconds = (input: Partial<TtlInput>): number | "past-max" => {
  const ttl = decideTtl({ ...PLAIN, ...input });
  return ttl.kind === "granted" ? ttl.seconds : ttl.kind;
};

test("what is asked comes before what the role says, and that before the mount's default", () => {
  assert.equal(seconds({}), 2_764_800);
  assert.equal(seconds({ ownTtlSeconds: 60 }), 60);
  assert.equal(seconds({ ownTtlSeconds: 60, requestedSeconds: 30 }), 30);
});

test("the smallest maximum counts, from the issue on", () => {
  assert.equal(seconds({ requestedSeconds: 500, ownMaxSeconds: 400, mountMaxSeconds: 300 }), 300);
  assert.equal(seconds({ requestedSeconds: 500, ownMaxSeconds: 400, issuedAtMs: NOW - 100_000 }), 300);
  assert.equal(
    seconds({ requestedSeconds: 500, explicitMaxSeconds: 60, issuedAtMs: NOW - 59_001 }),
    "past-max",
  );
});

test("a period starts anew each time, within the mount's and the explicit maximum", () => {
  const old = { periodSeconds: 600, issuedAtMs: NOW - 9e9 };
  assert.equal(seconds(old), 600);
  assert.equal(seconds({ ...old, mountMaxSeconds: 300 }), 300);
  assert.equal(seconds({ ...old, requestedSeconds: 5 }), 600);
  assert.equal(seconds({ periodSeconds: 600, explicitMaxSeconds: 1000, issuedAtMs: NOW - 700_000 }), 300);
  assert.equal(seconds({ ...old, explicitMaxSeconds: 1000 }), "past-max");
});

test("CVE-2021-32923: whatever comes in, what is granted is a whole second at least and ends within each maximum", () => {
  const random = seededRandom(7);
  const some = () => (random.below(3) === 0 ? 0 : random.below(5000));
  for (let round = 0; round < 20_000; round++) {
    const input: TtlInput = {
      nowMs: NOW,
      issuedAtMs: NOW - random.below(6_000_000),
      requestedSeconds: some(),
      ownTtlSeconds: some(),
      ownMaxSeconds: some(),
      periodSeconds: some(),
      explicitMaxSeconds: some(),
      mountDefaultSeconds: 1 + random.below(5000),
      mountMaxSeconds: 1 + random.below(5000),
    };
    const ttl = decideTtl(input);
    if (ttl.kind === "past-max") continue;
    assert.ok(Number.isInteger(ttl.seconds) && ttl.seconds > 0, JSON.stringify(input));
    assert.ok(ttl.seconds <= input.mountMaxSeconds);
    const endsMs = NOW + ttl.seconds * 1000;
    const { explicitMaxSeconds, ownMaxSeconds, mountMaxSeconds, issuedAtMs } = input;
    if (explicitMaxSeconds > 0) assert.ok(endsMs <= issuedAtMs + explicitMaxSeconds * 1000);
    if (input.periodSeconds > 0) continue;
    assert.ok(endsMs <= issuedAtMs + mountMaxSeconds * 1000);
    if (ownMaxSeconds > 0) assert.ok(endsMs <= issuedAtMs + ownMaxSeconds * 1000);
  }
});
