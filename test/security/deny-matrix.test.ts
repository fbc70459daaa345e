// Default deny, over every route that the server has: whoever is not permitted gets 403 and nothing else happens; sealed
// or not initialised, everybody gets 503. What is open without a token, or while sealed, is listed here by hand, so a
// route that becomes so by accident fails (CVE-2021-27668, CVE-2023-0665).
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { CATALOG } from "#apps/server/catalog.ts";
import type { HttpClient } from "#test/http-client/http-client.ts";
import { type DeclaredRoute, declaredRoutes } from "#test/security/declared-routes.ts";
import { ServerProcess } from "#test/server/server-process.ts";
import { clientOf, UnsealedServer } from "#test/server/unsealed-server.ts";

const OPEN = [
  "GET sys/health",
  "GET sys/init",
  "GET sys/internal/ui/mounts",
  "GET sys/internal/ui/mounts/{path}",
  "GET sys/leader",
  "GET sys/seal-status",
  "POST auth/userpass/login/{username}",
  "POST sys/decode-token",
  "POST sys/init",
  "POST sys/storage/raft/bootstrap/answer",
  "POST sys/storage/raft/bootstrap/challenge",
  "POST sys/storage/raft/join",
  "POST sys/unseal",
];

/** Answered without the barrier. */
const SERVED_WHILE_SEALED = [
  "GET sys/health",
  "GET sys/init",
  "GET sys/seal-status",
  "POST sys/init",
  "POST sys/seal",
  "POST sys/storage/raft/join",
  "POST sys/unseal",
];

describe("every route of a server", () => {
  let server: UnsealedServer;
  let routes: DeclaredRoute[];
  before(async () => {
    server = await UnsealedServer.start({ tls: false });
    routes = await declaredRoutes(server.root, await mountEverything(server.root));
  });
  after(() => server[Symbol.asyncDispose]());

  test("there are many, and each says what it is", () => {
    assert.ok(routes.length > 100, `${routes.length} routes`);
    assert.equal(new Set(routes.map(({ title }) => title)).size, routes.length);
  });

  test("CVE-2021-27668: what needs no token is exactly what this list names", () => {
    assert.deepEqual(titles(routes.filter(({ isOpen }) => isOpen)), OPEN);
  });

  test("CVE-2023-0665: without a token, with a bad one and with one that may nothing: 403, and nothing changes", async () => {
    const limited = await tokenWith(server.root, 'path "nowhere" { capabilities = ["read"] }');
    const before = await everything(server.root);
    const callers = {
      nobody: server.anybody,
      unknown: server.as("hvs.unknown"),
      limited: server.as(limited),
    };
    for (const [who, client] of Object.entries(callers)) {
      for (const { title, call, isOpen } of routes) {
        if (isOpen) continue;
        const answer = await client.send(call);
        assert.equal(answer.status, 403, `${title} for ${who}: ${answer.text}`);
        assert.match(answer.errors.join(), /permission denied/, title);
      }
    }
    assert.deepEqual(await everything(server.root), before);
  });

  test("who may everything but sudo is refused where sudo is needed", async () => {
    const all = '"create", "read", "update", "delete", "list", "patch"';
    const token = await tokenWith(server.root, `path "*" { capabilities = [${all}] }`);
    const client = server.as(token);
    const sudo = routes.filter(({ needsSudo }) => needsSudo);
    assert.ok(sudo.length > 10);
    for (const { title, call } of sudo) {
      const answer = await client.send(call);
      assert.equal(answer.status, 403, `${title}: ${answer.text}`);
    }
  });

  test("a path that no engine declares is denied before it is not found", async () => {
    for (const path of [
      "sys/nowhere",
      "nowhere/a",
      "auth/nowhere/login/a",
      "sys/storage/raft/nowhere",
      "auth/token/nowhere",
    ]) {
      for (const method of ["GET", "PUT", "DELETE"]) {
        assert.equal(
          (await server.anybody.send({ method, path: `/v1/${path}` })).status,
          403,
          `${method} ${path}`,
        );
      }
    }
  });

  test("sealed, everybody is told so, whatever token comes", async () => {
    (await server.root.put("/v1/sys/seal")).expect(204);
    await refusedAs503([server.root, server.anybody, server.as("hvs.unknown")], routes);
    await server.unseal();
  });

  test("not initialised, everybody is told that it is sealed", async () => {
    await using empty = await ServerProcess.start({ tls: false });
    using anybody = clientOf(empty);
    await refusedAs503([anybody], routes);
    assert.deepEqual((await anybody.get("/v1/sys/init")).expect(200).json, { initialized: false });
  });
});

async function refusedAs503(clients: readonly HttpClient[], routes: readonly DeclaredRoute[]): Promise<void> {
  for (const client of clients) {
    for (const { title, call } of routes) {
      if (SERVED_WHILE_SEALED.includes(title)) continue;
      const answer = await client.send(call);
      assert.deepEqual([answer.status, answer.errors], [503, ["Vault is sealed"]], title);
    }
  }
}

/** One mount of each engine and auth method there is. @returns all mounts, as in request paths */
async function mountEverything(root: HttpClient): Promise<string[]> {
  for (const { kind, type, isBuiltIn } of CATALOG) {
    if (isBuiltIn || type === "cubbyhole") continue;
    const route = kind === "auth" ? "auth" : "mounts";
    (await root.put(`/v1/sys/${route}/${type}`, { type })).expect(204);
  }
  (await root.put("/v1/sys/mounts/kv2", { type: "kv", options: { version: "2" } })).expect(204);
  const mounts = Object.keys((await root.get("/v1/sys/mounts")).data);
  const methods = Object.keys((await root.get("/v1/sys/auth")).data).map((path) => `auth/${path}`);
  return [...mounts, ...methods];
}

async function tokenWith(root: HttpClient, policy: string): Promise<string> {
  (await root.put("/v1/sys/policies/acl/matrix", { policy })).expect(204);
  const wish = { policies: ["matrix"], no_default_policy: true };
  return (await root.put("/v1/auth/token/create", wish)).expect(200).json.auth.client_token;
}

/** What a request that got through would have changed. */
async function everything(root: HttpClient): Promise<unknown> {
  const lists = [
    "sys/mounts",
    "sys/auth",
    "sys/audit",
    "sys/policies/acl?list=true",
    "sys/rotate/config",
    "sys/seal-status",
  ];
  const answers = [];
  for (const path of lists) answers.push((await root.get(`/v1/${path}`)).json.data);
  return answers;
}

function titles(routes: readonly DeclaredRoute[]): string[] {
  return routes.map(({ title }) => title).sort();
}
