import { aCore } from "#test/core-harness/a-core.ts";
import type { TestAnswer } from "#test/core-harness/test-answer.ts";
import type { TestCore } from "#test/core-harness/test-core.ts";

const ALL = ["create", "read", "update", "delete", "list"] as const;

/** A core whose policy `tok` may do anything with tokens, and `reader` see and change roles. */
export function roleCore(): Promise<TestCore> {
  const policies = {
    tok: { "auth/token/*": ALL },
    reader: { "auth/token/roles/*": ["read", "update"] as const },
    a: {},
    b: {},
  };
  return aCore({ policies });
}

export function putRole(core: TestCore, name: string, body: object): Promise<TestAnswer> {
  return core.post(`auth/token/roles/${name}`, { ...body });
}

/** Makes a token by a role. */
export function makeBy(core: TestCore, role: string, body: object, token?: string): Promise<TestAnswer> {
  return core.post(`auth/token/create/${role}`, { ...body }, token);
}
