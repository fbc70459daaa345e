import assert from "node:assert/strict";
import { test } from "node:test";
import { describeByteSizeFault, parseByteSize } from "#base/byte-size.ts";

const accepted: [string | number, number][] = [
  ["", 0],
  [0, 0],
  [33_554_432, 33_554_432],
  ["33554432", 33_554_432],
  ["5kb", 5000],
  ["5KiB", 5120],
  ["32mb", 32_000_000],
  ["32 MiB", 33_554_432],
  ["1gb", 1_000_000_000],
  ["1Gib", 1_073_741_824],
  ["2TB", 2_000_000_000_000],
  ["2tib", 2_199_023_255_552],
  [" 7 ", 7],
];
for (const [value, bytes] of accepted) {
  test(`${JSON.stringify(value)} is ${bytes} bytes`, () => assert.equal(parseByteSize(value), bytes));
}

const refused: [string | number, string][] = [
  ["-1", "negative"],
  [-1, "negative"],
  ["-1mb", "negative"],
  ["1e9GB", "syntax"],
  ["1.5mb", "syntax"],
  [1.5, "syntax"],
  ["5k", "syntax"],
  ["5 b", "syntax"],
  ["mb", "syntax"],
  ["0x10", "syntax"],
  ["5  mb", "syntax"],
  ["99999999999999999999", "overflow"],
  ["9999999tib", "overflow"],
  [2 ** 60, "overflow"],
  ["1".repeat(10_000), "syntax"],
];
for (const [value, fault] of refused) {
  test(`${JSON.stringify(value).slice(0, 30)} is refused: ${fault}`, () => {
    assert.equal(parseByteSize(value), fault);
    assert.ok(describeByteSizeFault(fault as "syntax").length > 5);
  });
}
