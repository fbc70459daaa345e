import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { toolPaths } from "#core/tools/tool-paths.ts";
import { HASH_NAMES } from "#crypto/hash-function.ts";
import { aCore } from "#test/core-harness/a-core.ts";
import type { TestCore } from "#test/core-harness/test-core.ts";

const engine = { type: "tools", kind: "secret", paths: toolPaths(), open: () => undefined } as const;
const INPUT = Buffer.from("the quick brown fox");

function withTools(): Promise<TestCore> {
  return aCore({ engines: [engine], mounts: [{ path: "sys/", type: "tools" }] });
}

const opensslName = (name: string) => name.replace("sha2-", "sha");

test("every hash but SHA-1 is offered, in the path as in the body, as hex and as base64", async () => {
  const core = await withTools();
  const input = INPUT.toString("base64");
  for (const name of HASH_NAMES) {
    const expected = createHash(opensslName(name)).update(INPUT).digest();
    for (const answer of [
      await core.post("sys/tools/hash", { input, algorithm: name }),
      await core.post(`sys/tools/hash/${name}`, { input, algorithm: "ignored" }),
    ]) {
      if (name === "sha1") assert.equal(answer.status, 400);
      else assert.deepEqual(answer.data, { sum: expected.toString("hex") });
    }
  }
  const { data } = await core.post("sys/tools/hash", { input, format: "base64" });
  assert.deepEqual(data, { sum: createHash("sha256").update(INPUT).digest("base64") });
});

for (const [what, body] of Object.entries({
  "no input": {},
  "an input that is no base64": { input: "%" },
  "an unknown hash": { input: "", algorithm: "md5" },
  "an empty name of a hash": { input: "", algorithm: "" },
  "an unknown format": { input: "", format: "binary" },
})) {
  test(`hashing with ${what} is refused`, async () => {
    const { status, data } = await (await withTools()).post("sys/tools/hash", body);
    assert.deepEqual([status, data], [400, undefined]);
  });
}

test("random bytes come in the number, form and from the source that was asked for", async () => {
  const core = await withTools();
  const lengthOf = async (path: string, body = {}) => {
    const { data } = await core.post(`sys/tools/random${path}`, body);
    return Buffer.from(data?.random_bytes ?? "", "base64").length;
  };
  assert.equal(await lengthOf(""), 32);
  assert.equal(await lengthOf("", { bytes: 7 }), 7);
  assert.equal(await lengthOf("/24", { bytes: 7 }), 24);
  assert.equal(await lengthOf("/platform"), 32);
  assert.equal(await lengthOf("/all/131072"), 131_072);
  const { data } = await core.post("sys/tools/random/16", { format: "hex" });
  assert.match(data?.random_bytes, /^[0-9a-f]{32}$/);
  const { warnings } = await core.post("sys/tools/random/seal");
  assert.deepEqual(warnings, ["no seal/entropy augmentation available, using platform entropy source"]);
});

test("no two answers are the same", async () => {
  const core = await withTools();
  const seen = new Set<string>();
  for (let at = 0; at < 200; at++) seen.add((await core.post("sys/tools/random/16")).data?.random_bytes);
  assert.equal(seen.size, 200);
});

for (const [path, body] of [
  ["", { bytes: 0 }],
  ["", { bytes: -1 }],
  ["", { bytes: 131_073 }],
  ["", { bytes: 2 ** 31 }],
  ["", { bytes: "x" }],
  ["", { format: "binary" }],
  ["/0", {}],
  ["/131073", {}],
  ["/2147483648", {}],
  ["/99999999999999999999", {}],
  ["/16x", {}],
  ["/elsewhere", {}],
  ["/platform/x", {}],
] as const) {
  test(`X8: random${path} with ${JSON.stringify(body)} is refused`, async () => {
    const { status, data } = await (await withTools()).post(`sys/tools/random${path}`, body);
    assert.deepEqual([status, data], [400, undefined]);
  });
}
