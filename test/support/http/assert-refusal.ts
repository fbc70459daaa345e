import assert from "node:assert/strict";
import type { RawAnswer } from "./raw-connection.ts";

/** Every refusal looks the same: JSON, never cached, dated, and not a word more than `message` ("" for none). */
export function assertRefusal(answer: RawAnswer, status: number, message: string): void {
  const errors = message === "" ? [] : [message];
  assert.deepEqual([answer.status, answer.body], [status, `${JSON.stringify({ errors })}\n`]);
  assert.equal(answer.headers["content-type"], "application/json");
  assert.equal(answer.headers["cache-control"], "no-store");
  assert.ok(Date.parse(answer.headers.date ?? "") > 0, "a Date header");
}
