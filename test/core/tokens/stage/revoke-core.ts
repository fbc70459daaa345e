import { cubbyholeEngine } from "#engines/cubbyhole/cubbyhole-engine.ts";
import { aCore, type CoreOptions } from "#test/core-harness/a-core.ts";
import type { TestAnswer } from "#test/core-harness/test-answer.ts";
import type { TestCore } from "#test/core-harness/test-core.ts";
import { childOf } from "./child-of.ts";

/** A core with cubbyholes, whose policy `tok` may do anything with tokens. */
export async function revokeCore(options: CoreOptions = {}): Promise<TestCore> {
  const core = await aCore({
    policies: {
      default: { "cubbyhole/*": ["create", "read", "update", "delete", "list"] },
      tok: { "auth/token/*": ["create", "read", "update", "delete", "list"] },
      a: {},
    },
    engines: [cubbyholeEngine],
    mounts: [{ path: "cubbyhole/", type: "cubbyhole" }],
    ...options,
  });
  // The root token has had a child: a record of that stays as long as it does.
  await revoke(core, await childOf(core));
  return core;
}

export function revoke(core: TestCore, token: string): Promise<TestAnswer> {
  return core.post("auth/token/revoke", { token });
}

export async function isGood(core: TestCore, token: string): Promise<boolean> {
  return (await core.post("auth/token/lookup", { token })).status === 200;
}

/** All records of tokens and their indexes. */
export function tokenRecords(core: TestCore): number {
  return core.store.allKeys("token").length + core.store.allKeys("expiry/").length;
}
