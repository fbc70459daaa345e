import assert from "node:assert/strict";
import { test } from "node:test";
import { utf8 } from "#base/bytes.ts";
import { isTimestamp, isTimestampBytes, secondsText, TimeText } from "#core/audit/entry/timestamp.ts";

const TIMES = [
  "2020-01-02T03:04:05Z",
  "2020-01-02T03:04:05.1Z",
  "2020-01-02T03:04:05.123456789Z",
  "2020-01-02T03:04:05+02:00",
  "2020-01-02T03:04:05.123-07:30",
];
const OTHERS = [
  "",
  "2020-01-02",
  "2020-01-02 03:04:05Z",
  "2020-13-02T03:04:05Z",
  "2020-01-42T03:04:05Z",
  "2020-01-02T24:04:05Z",
  "2020-01-02T03:04:05",
  "2020-01-02T03:04:05.Z",
  "2020-01-02T03:04:05.1234567890Z",
  "2020-01-02T03:04:05Zsecret",
  "secret2020-01-02T03:04:05Z",
  "2020-01-02T03:04:05Z\n",
  "2020-01-02Tsecret-secret-secret",
  "2020-01-02t03:04:05z",
];

test("what Go would write as RFC 3339 is a time, and nothing else is", () => {
  for (const text of TIMES) {
    assert.ok(isTimestamp(text), text);
    assert.ok(isTimestampBytes(utf8(text)), text);
  }
  for (const text of OTHERS) {
    assert.ok(!isTimestamp(text), text);
    assert.ok(!isTimestampBytes(utf8(text)), text);
  }
});

test("an entry's time has milliseconds, and never goes stale", () => {
  const time = new TimeText();
  assert.equal(time.of(1_500_000_000_123), "2017-07-14T02:40:00.123Z");
  assert.equal(time.of(1_500_000_000_123.9), "2017-07-14T02:40:00.123Z");
  assert.equal(time.of(1_500_000_000_124), "2017-07-14T02:40:00.124Z");
  assert.equal(secondsText(1_500_000_000_999), "2017-07-14T02:40:00Z");
});
