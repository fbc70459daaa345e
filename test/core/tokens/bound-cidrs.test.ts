import assert from "node:assert/strict";
import { test } from "node:test";
import { intersectCidrs, isWithin, parseCidrs } from "#core/tokens/bound-cidrs.ts";
import { seededRandom } from "#test/seeded-random.ts";

test("a full-length prefix is shown as the address alone", () => {
  const cidrs = ["10.0.0.0/8", "127.0.0.1/32", "10.1.2.3/8", "::1/128", "fe80::/10", "192.168.1.1"];
  assert.deepEqual(parseCidrs("f", cidrs), [
    "10.0.0.0/8",
    "127.0.0.1",
    "10.1.2.3/8",
    "::1",
    "fe80::/10",
    "192.168.1.1",
  ]);
});

test("what is no address is refused by its field, not repeated", () => {
  for (const cidr of [
    "zz",
    "10.0.0.0/33",
    "10.0.0.0/-1",
    "10.0.0.0/8/8",
    "10.0.0",
    "::/129",
    "fe80::1%eth0",
    "",
  ]) {
    assert.throws(() => parseCidrs("token_bound_cidrs", [cidr]), {
      code: "invalid_request",
      message: "token_bound_cidrs: expected addresses like 10.0.0.0/8 or 192.168.1.1",
    });
  }
  const many = new Array(1025).fill("10.0.0.1");
  assert.throws(() => parseCidrs("f", many), { message: "f: holds more than 1024 addresses" });
});

test("addresses in and out, mapped and with zones", () => {
  assert.ok(isWithin([], "anything"));
  assert.ok(isWithin(["10.0.0.0/8"], "10.255.255.255"));
  assert.ok(!isWithin(["10.0.0.0/8"], "11.0.0.0"));
  assert.ok(isWithin(["10.0.0.0/8"], "::ffff:10.0.0.1"));
  assert.ok(!isWithin(["10.0.0.0/8"], "::1"));
  assert.ok(isWithin(["fe80::/10"], "fe80::1%eth0"));
  assert.ok(isWithin(["10.1.2.3/8"], "10.9.9.9"));
  assert.ok(!isWithin(["10.0.0.0/8"], ""));
  assert.ok(isWithin(["0.0.0.0/0"], "8.8.8.8"));
});

test("an intersection holds what both hold, and nothing else", () => {
  const random = seededRandom(11);
  const address = () => `10.${random.below(4)}.${random.below(4)}.${random.below(4)}`;
  const cidrs = () =>
    Array.from(
      { length: 1 + random.below(3) },
      () => `${address()}/${[0, 8, 14, 15, 16, 23, 24, 31, 32][random.below(9)]}`,
    );
  for (let round = 0; round < 500; round++) {
    const [a, b] = [cidrs(), cidrs()];
    let both: readonly string[] | undefined;
    try {
      both = intersectCidrs(a, b);
    } catch {
      both = undefined;
    }
    for (let probe = 0; probe < 20; probe++) {
      const one = address();
      const expected = isWithin(a, one) && isWithin(b, one);
      assert.equal(both !== undefined && isWithin(both, one), expected, `${one} in ${a} and ${b}`);
    }
  }
});

test("no bounds on one side leave the other's", () => {
  assert.deepEqual(intersectCidrs([], ["10.0.0.0/8"]), ["10.0.0.0/8"]);
  assert.deepEqual(intersectCidrs(["10.0.0.0/8"], []), ["10.0.0.0/8"]);
  assert.deepEqual(intersectCidrs([], []), []);
});
