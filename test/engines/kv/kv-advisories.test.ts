// Advisories whose place is a secrets engine, by their numbers (security.md §1, §1c, §5).
import assert from "node:assert/strict";
import { test } from "node:test";
import { utf8 } from "#base/bytes.ts";
import { RawJson } from "#base/json/raw-json.ts";
import { patch, records, tokenWith, withKv } from "./kv-stage.ts";

const every = ["create", "read", "update", "patch", "delete", "list"] as const;

for (const strange of [
  "app/../other",
  "app/./../other",
  "app/%2e%2e/other",
  "app/..%2fother",
  "app/..\\other",
  "app//../other",
]) {
  test(`CVE-2026-3605: ${strange} reaches no other secret than the one it is written as`, async () => {
    const policies = Object.fromEntries([
      [
        "app",
        Object.fromEntries(
          ["data", "metadata", "delete", "destroy", "undelete", "subkeys"].map((room) => [
            `secret/${room}/app/*`,
            every,
          ]),
        ),
      ],
    ]);
    const core = await withKv({ policies });
    const token = await tokenWith(core, "app");
    await core.post("secret/data/other", { data: { x: "theirs" } });
    await core.delete(`secret/data/${strange}`, token);
    await core.delete(`secret/metadata/${strange}`, token);
    for (const room of ["delete", "destroy", "undelete"]) {
      await core.post(`secret/${room}/${strange}`, { versions: [1] }, token);
    }
    assert.equal((await core.get(`secret/data/${strange}`, token)).status, 404);
    assert.deepEqual((await core.get("secret/data/other")).data.data, { x: "theirs" });
  });
}

test("a wildcard over one room of version 2 opens no other", async () => {
  const core = await withKv({ policies: { del: { "secret/delete/*": ["update" as const] } } });
  const token = await tokenWith(core, "del");
  await core.post("secret/data/a", { data: { x: 1 } });
  for (const [method, path] of [
    ["DELETE", "secret/data/a"],
    ["DELETE", "secret/metadata/a"],
    ["POST", "secret/destroy/a"],
    ["GET", "secret/data/a"],
  ] as const) {
    assert.equal((await core.request({ method, path, token })).status, 403, path);
  }
  assert.equal((await core.post("secret/delete/a", { versions: [1] }, token)).status, 204);
});

test("CVE-2025-4166, CVE-2025-52893: a value that is refused is in no answer and no log line", async () => {
  const core = await withKv();
  const bodies = [
    { data: "canary-1" },
    { data: ["canary-2"] },
    { data: { x: 1 }, options: "canary-3" },
    { data: { x: 1 }, options: { cas: "canary-4" } },
  ];
  for (const body of bodies) {
    for (const { errors, warnings } of [
      await core.post("secret/data/a", body),
      await patch(core, "secret/data/a", body),
    ]) {
      assert.doesNotMatch(JSON.stringify([errors, warnings]), /canary/);
    }
  }
  const metadata = await core.post("secret/metadata/a", {
    custom_metadata: { "canary-5\u0001": "canary-6" },
  });
  assert.doesNotMatch(JSON.stringify(metadata.errors), /canary/);
  for (const level of ["trace", "debug", "info", "warn", "error"] as const) {
    assert.doesNotMatch(core.logger.messages(level).join(), /canary/);
  }
});

test("J9: numbers that no double holds come back as they were, after a patch too", async () => {
  const core = await withKv();
  const data = new RawJson(utf8('{"n":9007199254740993,"e":1e400,"z":-0,"f":0.1000}'));
  await core.post("secret/data/a", { data: data as never });
  await patch(core, "secret/data/a", { data: { more: 1 } });
  const text = [...records(core).values()].join();
  assert.ok(text.includes('{"n":9007199254740993,"e":1e400,"z":-0,"f":0.1000,"more":1}'), text);
});

test("J7: members called like those of every object change no rights and no other object", async () => {
  const core = await withKv();
  const data = JSON.parse(
    '{"__proto__":{"policies":["root"],"isRoot":true},"constructor":{"prototype":{"x":1}}}',
  );
  await core.post("secret/data/a", { data });
  await patch(core, "secret/data/a", { data });
  assert.equal((await core.get("secret/data/a")).status, 200);
  assert.equal(({} as { isRoot?: boolean }).isRoot, undefined);
  assert.equal(({} as { x?: number }).x, undefined);
});

test("values are in no key's name, and what is stored is ciphertext", async () => {
  const core = await withKv();
  await core.post("secret/data/a", { data: { secret: "canary-value" } });
  for (const key of core.store.allKeys()) {
    const stored = core.store.get(key);
    const text = key + new TextDecoder("latin1").decode(stored?.value);
    assert.doesNotMatch(text, /canary/);
  }
});
