// `?help=1` says of every declared path what it is for, to whoever has a token, and of the others nothing.
import assert from "node:assert/strict";
import { test } from "node:test";
import { userpassEngine } from "#auth/userpass/userpass-engine.ts";
import { cubbyholeEngine } from "#engines/cubbyhole/cubbyhole-engine.ts";
import { kvEngine } from "#engines/kv/kv-engine.ts";
import { aCore } from "#test/core-harness/a-core.ts";
import type { TestCore } from "#test/core-harness/test-core.ts";

const withEngines = () =>
  aCore({
    engines: [kvEngine, cubbyholeEngine, userpassEngine],
    mounts: [
      { path: "kv/", type: "kv", options: { version: "2" } },
      { path: "cubbyhole/", type: "cubbyhole" },
      { path: "auth/userpass/", type: "userpass" },
    ],
    policies: { nothing: {} },
  });

const help = (core: TestCore, path: string, token?: string | null) =>
  core.request({ method: "HELP", path, token });

test("a path tells its parameters and operations, as text and as OpenAPI, without an envelope", async () => {
  const core = await withEngines();
  const { status, body } = await help(core, "kv/data/a/b");
  assert.equal(status, 200);
  assert.deepEqual(Object.keys(body), ["help", "openapi", "see_also"]);
  assert.match(body.help, /^Request: {8}data\/a\/b\nMatching Route: data\/:path\*\n\n/);
  assert.match(body.help, /## PARAMETERS\n\n {4}data \(object\)\n\n {8}\S/);
  assert.match(body.help, /## DESCRIPTION\n\n/);
  const item = body.openapi.paths["/data/{path}"];
  assert.deepEqual(Object.keys(body.openapi.paths), ["/data/{path}"]);
  assert.equal(item["x-vault-createSupported"], true);
  assert.equal(item.parameters[0].name, "path");
  assert.ok(item.patch.requestBody.content["application/merge-patch+json"]);
  assert.equal(item.post.requestBody.content["application/json"].schema.properties.data.type, "object");
});

test("a mount tells its paths, with and without the slash", async () => {
  const core = await withEngines();
  const { body } = await help(core, "kv");
  assert.match(body.help, /## PATHS[\s\S]*\n {4}data\/:path\*\n {8}\S/);
  assert.ok(body.openapi.paths["/metadata/{path}"].get.parameters[0].name === "list");
  assert.deepEqual((await help(core, "kv/")).body, body);
});

test("any token may ask, nobody else; a login path is open to everybody and counts no failure", async () => {
  const core = await withEngines();
  const { auth } = await core.post("auth/token/create", { policies: ["nothing"], no_default_policy: true });
  assert.equal((await help(core, "kv/data/a", auth.client_token)).status, 200);
  for (const token of [null, "hvs.unknown"]) assert.equal((await help(core, "kv/data/a", token)).status, 403);
  for (let time = 0; time < 9; time++) {
    assert.equal((await help(core, "auth/userpass/login/bob", null)).status, 200);
  }
  assert.equal((await core.post("auth/userpass/login/bob", { password: "x" }, null)).status, 400);
});

test("secret parameters are marked, open paths and sudo too", async () => {
  const core = await withEngines();
  const { body } = await help(core, "auth/userpass/login/bob");
  const item = body.openapi.paths["/login/{username}"];
  assert.equal(item["x-vault-unauthenticated"], true);
  const { password } = item.post.requestBody.content["application/json"].schema.properties;
  assert.deepEqual(password["x-vault-displayAttrs"], { sensitive: true });
});

test("what does not exist has no help", async () => {
  const core = await withEngines();
  assert.deepEqual((await help(core, "nowhere/x")).errors, [
    'no handler for route "nowhere/x". route entry not found.',
  ]);
  assert.equal((await help(core, "auth/userpass/nowhere")).status, 404);
  assert.equal((await help(core, "nowhere/x", null)).status, 403);
});
