import assert from "node:assert/strict";
import type { TestCore } from "#test/core-harness/test-core.ts";

/** @returns the id of a new token. @param parent default: root */
export async function childOf(core: TestCore, body: object = {}, parent?: string): Promise<string> {
  const { status, auth, errors } = await core.post("auth/token/create", { ...body }, parent);
  assert.equal(status, 200, errors.join());
  return auth.client_token;
}
