import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  describeDurationFault,
  formatDuration,
  formatDurationShort,
  parseDurationMs,
  parseDurationSeconds,
} from "#base/duration.ts";

describe("a duration in seconds", () => {
  const accepted: [string | number, number][] = [
    ["", 0],
    ["0", 0],
    [0, 0],
    [3600, 3600],
    ["3600", 3600],
    ["+5", 5],
    ["-0", 0],
    ["10s", 10],
    ["1h30m", 5400],
    ["1h30m5s", 5405],
    ["30m1h", 5400],
    ["1.5h", 5400],
    [".5h", 1800],
    ["1.h", 3600],
    ["0.1m", 6],
    ["1500ms", 1],
    ["999ms", 0],
    ["1000000us", 1],
    ["1000000µs", 1],
    ["1000000μs", 1],
    ["1000000000ns", 1],
    ["+1h", 3600],
    ["-0s", 0],
    ["7d", 604_800],
    ["0d", 0],
    ["768h", 2_764_800],
    ["2562047h47m16s", 9_223_372_036],
    [9_223_372_036, 9_223_372_036],
    ["106751d", 9_223_286_400],
  ];
  for (const [value, seconds] of accepted) {
    test(`${JSON.stringify(value)} is ${seconds}`, () => assert.equal(parseDurationSeconds(value), seconds));
  }

  const refused: [string | number, string][] = [
    ["-1s", "negative"],
    ["-1", "negative"],
    [-1, "negative"],
    ["-1d", "negative"],
    ["-1ns", "negative"],
    ["9e99h", "syntax"],
    ["2562048h", "overflow"],
    ["2562047h47m17s", "overflow"],
    ["106752d", "overflow"],
    [9_223_372_037, "overflow"],
    [Number.MAX_VALUE, "overflow"],
    ["99999999999999999999", "overflow"],
    ["9999999999999999999999999h", "overflow"],
    ["1d2h", "syntax"],
    ["1h2d", "syntax"],
    ["1.5d", "syntax"],
    ["1.5", "syntax"],
    [1.5, "syntax"],
    [Number.NaN, "syntax"],
    [Number.POSITIVE_INFINITY, "syntax"],
    ["h", "syntax"],
    [".h", "syntax"],
    [".", "syntax"],
    ["-", "syntax"],
    ["d", "syntax"],
    ["1 h", "syntax"],
    [" 1h", "syntax"],
    ["1h ", "syntax"],
    ["1H", "syntax"],
    ["1w", "syntax"],
    ["0x10", "syntax"],
    ["1_000s", "syntax"],
    ["1h-30m", "syntax"],
    ["１s", "syntax"],
    ["9".repeat(100_000), "syntax"],
    [`${"1h".repeat(100_000)}`, "syntax"],
  ];
  for (const [value, fault] of refused) {
    test(`${JSON.stringify(value).slice(0, 40)} is refused: ${fault}`, () => {
      assert.equal(parseDurationSeconds(value), fault);
      assert.equal(parseDurationMs(value), fault);
    });
  }
});

test("a duration in milliseconds keeps what seconds cut off", () => {
  assert.equal(parseDurationMs("250ms"), 250);
  assert.equal(parseDurationMs("1.5s"), 1500);
  assert.equal(parseDurationMs("1.0005s"), 1000);
  assert.equal(parseDurationMs(2), 2000);
  assert.equal(parseDurationMs("999us"), 0);
});

test("every fault can be told without the value", () => {
  for (const fault of ["syntax", "negative", "overflow"] as const)
    assert.ok(describeDurationFault(fault).length > 5);
});

describe("a duration is shown as Go shows it", () => {
  // Taken from Go's time package's documentation and behaviour.
  const shown: [milliseconds: number, long: string, short: string][] = [
    [0, "0s", "0s"],
    [0.000001, "1ns", "1ns"],
    [0.0011, "1.1µs", "1.1µs"],
    [2.2, "2.2ms", "2.2ms"],
    [250, "250ms", "250ms"],
    [1000, "1s", "1s"],
    [3300, "3.3s", "3.3s"],
    [60_000, "1m0s", "1m"],
    [245_000, "4m5s", "4m5s"],
    [245_001, "4m5.001s", "4m5.001s"],
    [3_600_000, "1h0m0s", "1h"],
    [3_605_000, "1h0m5s", "1h5s"],
    [5_400_000, "1h30m0s", "1h30m"],
    [18_367_001, "5h6m7.001s", "5h6m7.001s"],
    [2_764_800_000, "768h0m0s", "768h"],
    [-90_000, "-1m30s", "-1m30s"],
  ];
  for (const [milliseconds, long, short] of shown) {
    test(`${milliseconds} ms is ${long}, in short ${short}`, () => {
      assert.equal(formatDuration(milliseconds), long);
      assert.equal(formatDurationShort(milliseconds), short);
    });
  }

  test("what is shown reads back as it was", () => {
    for (let ms = 1; ms < 1e12; ms = ms * 3 + 1) {
      assert.equal(parseDurationMs(formatDuration(ms)), ms);
      assert.equal(parseDurationMs(formatDurationShort(ms)), ms);
    }
  });
});
