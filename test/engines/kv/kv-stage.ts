// What the tests of kv have in common.
import { kvEngine } from "#engines/kv/kv-engine.ts";
import { aCore, type CoreOptions } from "#test/core-harness/a-core.ts";
import type { TestAnswer } from "#test/core-harness/test-answer.ts";
import { START_MS } from "#test/core-harness/test-clock.ts";
import type { TestCore } from "#test/core-harness/test-core.ts";

/** A core with kv v2 at `secret/`. */
export function withKv(more: CoreOptions = {}): Promise<TestCore> {
  const mounts = [{ path: "secret/", type: "kv", options: { version: "2" } }];
  return aCore({ engines: [kvEngine], mounts, ...more });
}

/** Seconds after the clock's start, as answers write it. */
export function at(seconds: number): string {
  return new Date(START_MS + seconds * 1000).toISOString().replace(".000Z", "Z");
}

/** What an answer says of a version that was written at the start. */
export function version(number: number, more: object = {}): object {
  return {
    created_time: at(0),
    custom_metadata: null,
    deletion_time: "",
    destroyed: false,
    version: number,
    ...more,
  };
}

export function readVersion(core: TestCore, path: string, asked: number): Promise<TestAnswer> {
  return core.request({ method: "GET", path: `secret/data/${path}`, query: { version: String(asked) } });
}

export function patch(core: TestCore, path: string, body: object): Promise<TestAnswer> {
  return core.request({ method: "PATCH", path, body: body as Record<string, unknown> });
}

/** All that is stored of secrets, decrypted, by key. */
export function records(core: TestCore): Map<string, string> {
  const decoder = new TextDecoder();
  const all = new Map<string, string>();
  for (const key of core.store.allKeys("logical/")) {
    const stored = core.store.get(key);
    if (stored) all.set(key, decoder.decode(core.thread.barrier.decrypt(key, stored.value)));
  }
  return all;
}

/** The id of a token with just these policies. */
export async function tokenWith(core: TestCore, ...policies: string[]): Promise<string> {
  const { auth, errors } = await core.post("auth/token/create", { policies, no_default_policy: true });
  if (!auth) throw new Error(errors.join());
  return auth.client_token;
}
