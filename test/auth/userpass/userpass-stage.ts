// What the tests of userpass have in common.
import { userpassEngine } from "#auth/userpass/userpass-engine.ts";
import { aCore, type CoreOptions } from "#test/core-harness/a-core.ts";
import type { TestAnswer } from "#test/core-harness/test-answer.ts";
import type { TestCore } from "#test/core-harness/test-core.ts";
import type { TestRequest } from "#test/core-harness/test-request.ts";

const OWN_TOKEN = { "auth/token/*": ["read", "update"] } as const;

/** A core with userpass at `auth/userpass/`. */
export function withUserpass(more: CoreOptions = {}): Promise<TestCore> {
  const mounts = [{ path: "auth/userpass/", type: "userpass" }];
  const policies = { default: OWN_TOKEN, a: OWN_TOKEN, ...more.policies };
  return aCore({ engines: [userpassEngine], mounts, ...more, policies });
}

export function login(
  core: TestCore,
  name: string,
  password: unknown = "pw",
  more: Partial<TestRequest> = {},
): Promise<TestAnswer> {
  const path = `auth/userpass/login/${name}`;
  return core.request({ method: "POST", path, body: { password }, token: null, ...more });
}
