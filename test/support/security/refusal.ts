// What every refusal of a running server has in common: JSON with one reason, no trace of the inside, nothing repeated.
import assert from "node:assert/strict";
import type { HttpAnswer } from "#test/http-client/http-answer.ts";

/** Words of stacks, of paths and of the machine. */
const INSIDE = /\bat .*\.ts:|node:internal|\/src\/|\/tmp\/|\bE[A-Z]{4,}\b|undefined|\[object/;

export function assertRefused(answer: HttpAnswer, status: number, reason: RegExp | string): void {
  const said = answer.text;
  assert.equal(answer.status, status, said);
  assert.equal(answer.headers["content-type"], "application/json");
  assert.equal(answer.headers["cache-control"], "no-store");
  assert.equal(answer.errors.length, reason === "" ? 0 : 1, said);
  if (typeof reason === "string" && reason !== "") assert.equal(answer.errors[0], reason);
  else if (reason instanceof RegExp) assert.match(answer.errors[0] ?? "", reason);
  assert.doesNotMatch(said, INSIDE);
}
