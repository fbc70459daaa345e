import assert from "node:assert/strict";
import { test } from "node:test";
import { waitBeforeRetry } from "#client/retry-policy.ts";

const read = { number: 0, limit: 2, repeatable: true };
const write = { number: 0, limit: 2, repeatable: false };
const answered = (status: number, retryAfter?: string) => ({ status, surelyNotSent: false, retryAfter });
const noAnswer = (surelyNotSent: boolean) => ({ status: undefined, surelyNotSent, retryAfter: undefined });

test("a read is sent again after 412 and every 5xx but 501", () => {
  for (const status of [412, 500, 502, 503, 504])
    assert.ok(waitBeforeRetry(read, answered(status), 0) !== undefined);
  for (const status of [400, 403, 404, 405, 409, 501]) {
    assert.equal(waitBeforeRetry(read, answered(status), 0), undefined);
  }
});

test("a write is sent again only when it surely was not executed", () => {
  for (const status of [412, 503]) assert.ok(waitBeforeRetry(write, answered(status), 0) !== undefined);
  for (const status of [409, 500, 502, 504, 501]) {
    assert.equal(waitBeforeRetry(write, answered(status), 0), undefined);
  }
  assert.ok(waitBeforeRetry(write, noAnswer(true), 0) !== undefined);
  assert.equal(waitBeforeRetry(write, noAnswer(false), 0), undefined);
  assert.ok(waitBeforeRetry(read, noAnswer(false), 0) !== undefined);
});

test("429 is a request to wait only when it says how long; a standby's health is an answer", () => {
  assert.equal(waitBeforeRetry(read, answered(429), 0), undefined);
  assert.equal(waitBeforeRetry(write, answered(429, "2"), 0), 2000);
});

test("Retry-After is honoured as seconds and as a date, up to 30 seconds", () => {
  assert.equal(waitBeforeRetry(read, answered(503, "3"), 0), 3000);
  const nowMs = Date.parse("Wed, 21 Oct 2026 07:28:00 GMT");
  assert.equal(waitBeforeRetry(read, answered(503, "Wed, 21 Oct 2026 07:28:04 GMT"), nowMs), 4000);
  assert.equal(waitBeforeRetry(read, answered(503, "3600"), 0), 30_000);
  assert.equal(waitBeforeRetry(read, answered(503, "Wed, 21 Oct 2020 07:28:04 GMT"), nowMs), 0);
  assert.equal(waitBeforeRetry(read, answered(503, "soon"), 0), 1000);
});

test("the limit of attempts holds", () => {
  assert.equal(waitBeforeRetry({ ...read, number: 2 }, answered(503), 0), undefined);
  assert.equal(waitBeforeRetry({ ...read, limit: 0 }, answered(503), 0), undefined);
});
