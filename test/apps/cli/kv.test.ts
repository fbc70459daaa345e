import assert from "node:assert/strict";
import { test } from "node:test";
import { type FakeAnswer, type FakeHandler, FakeVault } from "#test/fake-vault.ts";
import { runCommand } from "#test/run-command.ts";

const METADATA = {
  created_time: "2026-01-02T03:04:05Z",
  custom_metadata: null,
  deletion_time: "",
  destroyed: false,
  version: 2,
};

/** Mounts `secret/` (version 2) and `old/` (version 1); the rest is the test's. */
function withMounts(handler: FakeHandler): FakeHandler {
  return (request, response) => {
    const mount = /^\/v1\/sys\/internal\/ui\/mounts\/(secret|old|ns\/team)/.exec(request.url)?.[1];
    if (mount === undefined) return handler(request, response);
    const options = mount === "old" ? null : { version: "2" };
    return { json: { data: { path: `${mount}/`, type: "kv", options } } };
  };
}

async function aVault(answer: FakeAnswer) {
  return await FakeVault.start(withMounts(() => answer));
}

const environmentOf = (vault: FakeVault) => ({ VAULT_ADDR: vault.address, VAULT_TOKEN: "s.t" });
const lastOf = (vault: FakeVault) => vault.requests.at(-1);

test("put wraps the data for a version 2 engine and shows path and metadata", async () => {
  await using vault = await aVault({ json: { data: METADATA } });
  const run = await runCommand("kv put -cas=1 secret/app user=web password=x=y", {
    environment: environmentOf(vault),
  });
  assert.equal(run.code, 0, run.stderr);
  assert.equal(lastOf(vault)?.method, "PUT");
  assert.equal(lastOf(vault)?.url, "/v1/secret/data/app");
  assert.deepEqual(JSON.parse(lastOf(vault)?.body ?? ""), {
    data: { user: "web", password: "x=y" },
    options: { cas: 1 },
  });
  assert.equal(
    run.stdout,
    `= Secret Path =
secret/data/app

======= Metadata =======
Key                Value
---                -----
created_time       2026-01-02T03:04:05Z
custom_metadata    <nil>
deletion_time      n/a
destroyed          false
version            2
`,
  );
});

test("put sends the data as they are to a version 1 engine", async () => {
  await using vault = await aVault({});
  const run = await runCommand("kv put -mount=old app a=b", { environment: environmentOf(vault) });
  assert.equal(run.stdout, "Success! Data written to: old/app\n");
  assert.equal(lastOf(vault)?.url, "/v1/old/app");
  assert.equal(lastOf(vault)?.body, '{"a":"b"}');
});

test("numbers in JSON from standard input arrive as they were written", async () => {
  await using vault = await aVault({ json: { data: METADATA } });
  const input = '{"n":9007199254740993,"f":1.50}';
  await runCommand("kv put secret/app -", { environment: environmentOf(vault), input });
  assert.equal(lastOf(vault)?.body, `{"data":${input},"options":{}}`);
});

test("get shows what a terminal must not obey as escapes, and passes it on unchanged into a pipe", async () => {
  const data = { x: "\x1b[31mred" };
  await using vault = await aVault({ json: { data: { data, metadata: METADATA } } });
  const environment = environmentOf(vault);
  const shown = await runCommand("kv get secret/app", { environment });
  assert.match(shown.stdout, /== Data ==\nKey {4}Value\n--- {4}-----\nx {6}\\u001b\[31mred\n$/);
  assert.equal((await runCommand("kv get -field=x secret/app", { environment })).stdout, "\x1b[31mred");
  const onScreen = await runCommand("kv get -field=x secret/app", { environment, isTty: true });
  assert.equal(onScreen.stdout, "\\u001b[31mred\n");
  const json = await runCommand("kv get -format=json secret/app", { environment });
  assert.equal(JSON.parse(json.stdout).data.data.x, "\x1b[31mred");
});

test("get of a deleted version shows its metadata; its fields are not there", async () => {
  const body = { data: { data: null, metadata: { ...METADATA, deletion_time: "2026-01-02T03:04:06Z" } } };
  await using vault = await aVault({ status: 404, json: body });
  const environment = environmentOf(vault);
  const run = await runCommand("kv get secret/app", { environment });
  assert.equal(run.code, 0);
  assert.match(run.stdout, /deletion_time {6}2026-01-02T03:04:06Z/);
  const field = await runCommand("kv get -field=x secret/app", { environment });
  assert.deepEqual([field.code, field.stdout, field.stderr], [2, "", "No data found at secret/data/app\n"]);
});

test("nothing there is exit code 2, and {} for scripts that list", async () => {
  await using vault = await aVault({ status: 404, json: { errors: [] } });
  const environment = environmentOf(vault);
  const get = await runCommand("kv get secret/app", { environment });
  assert.deepEqual([get.code, get.stdout, get.stderr], [2, "", "No value found at secret/data/app\n"]);
  const list = await runCommand("kv list -format=json secret/app", { environment });
  assert.deepEqual([list.code, list.stdout], [2, "{}\n"]);
});

test("patch lets the server merge, and where that is not allowed reads and writes with check-and-set", async () => {
  await using vault = await FakeVault.start(
    withMounts(({ method }) => {
      if (method === "PATCH") return { status: 403, json: { errors: ["permission denied"] } };
      if (method === "GET") return { json: { data: { data: { a: "1", b: "2" }, metadata: METADATA } } };
      return { json: { data: { ...METADATA, version: 3 } } };
    }),
  );
  const run = await runCommand("kv patch -remove-data=b secret/app c=3", {
    environment: environmentOf(vault),
  });
  assert.equal(run.code, 0, run.stderr);
  const [, patch] = vault.requests;
  assert.equal(patch?.headers["content-type"], "application/merge-patch+json");
  assert.deepEqual(JSON.parse(patch?.body ?? ""), { data: { c: "3", b: null }, options: {} });
  assert.deepEqual(JSON.parse(lastOf(vault)?.body ?? ""), { data: { a: "1", c: "3" }, options: { cas: 2 } });
});

test("paths: a mount inside a namespace, a mount alone, slashes at the ends", async () => {
  await using vault = await aVault({ json: { data: { keys: ["a"] } } });
  const environment = environmentOf(vault);
  const listed = async (line: string) => {
    await runCommand(line, { environment });
    return lastOf(vault)?.url;
  };
  assert.equal(await listed("kv list secret"), "/v1/secret/metadata?list=true");
  assert.equal(await listed("kv list /secret/folder/"), "/v1/secret/metadata/folder?list=true");
  assert.equal(await listed("kv list -mount=secret"), "/v1/secret/metadata?list=true");
  assert.equal(await listed("kv list -mount=secret/ folder"), "/v1/secret/metadata/folder?list=true");
  assert.equal(await listed("kv list -mount=ns/team x"), "/v1/ns/team/metadata/x?list=true");
});

test("a mount that the token may not know is an error with the server's words", async () => {
  await using vault = await FakeVault.start(() => ({
    status: 403,
    json: { errors: ["preflight capability check"] },
  }));
  const run = await runCommand("kv get secret/app", { environment: environmentOf(vault) });
  assert.equal(run.code, 2);
  assert.match(run.stderr, /^Error making API request\.\n\nURL: GET .*\nCode: 403\. Errors:\n\n\* preflight/);
});

test("rollback writes an earlier version guarded by the current one", async () => {
  await using vault = await FakeVault.start(
    withMounts(({ method, url }) => {
      if (url.startsWith("/v1/secret/metadata")) return { json: { data: { current_version: 5 } } };
      if (method === "GET") return { json: { data: { data: { a: "old" }, metadata: METADATA } } };
      return { json: { data: { ...METADATA, version: 6 } } };
    }),
  );
  const run = await runCommand("kv rollback -version=2 secret/app", { environment: environmentOf(vault) });
  assert.equal(run.code, 0, run.stderr);
  assert.deepEqual(JSON.parse(lastOf(vault)?.body ?? ""), { data: { a: "old" }, options: { cas: 5 } });
});

test("version 2 commands say so on a version 1 engine", async () => {
  await using vault = await aVault({});
  const environment = environmentOf(vault);
  for (const [line, message] of [
    ["kv metadata get old/a", "Metadata not supported on KV Version 1\n"],
    ["kv destroy -versions=1 old/a", "Destroy not supported on KV Version 1\n"],
    ["kv undelete -versions=1 old/a", "Undelete not supported on KV Version 1\n"],
    ["kv patch old/a b=c", "K/V engine mount must be version 2 for patch support\n"],
  ] as const) {
    const run = await runCommand(line, { environment });
    assert.notEqual(run.code, 0);
    assert.equal(run.stderr, message);
  }
});
