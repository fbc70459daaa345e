import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { pushVarint, readVarint, varintLength } from "#raft/core/varint.ts";

describe("varints", () => {
  const edges = Array.from({ length: 54 }, (_, bits) => [2 ** bits - 1, 2 ** bits]).flat();

  test("survive writing and reading, in as many bytes as foretold", () => {
    for (const value of edges.filter(Number.isSafeInteger)) {
      const bytes: number[] = [];
      pushVarint(bytes, value);
      assert.equal(bytes.length, varintLength(value));
      assert.deepEqual(readVarint(Uint8Array.from(bytes), 0), { value, end: bytes.length });
      assert.equal(readVarint(Uint8Array.from(bytes.slice(0, -1)), 0), undefined, "cut short");
    }
  });

  test("beyond 2^53 or below 0 are not written, and not read", () => {
    for (const value of [2 ** 53, -1, 0.5, Number.NaN]) assert.throws(() => pushVarint([], value), /safe/);
    const beyond = Uint8Array.from([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x1f]);
    assert.equal(readVarint(beyond, 0), undefined);
    assert.equal(readVarint(new Uint8Array(20).fill(0xff), 0), undefined);
  });
});
