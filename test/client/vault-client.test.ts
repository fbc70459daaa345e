import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { test } from "node:test";
import { inspect } from "node:util";
import { Secret } from "#base/secret.ts";
import { ApiError } from "#client/api-error.ts";
import { stringifyJson } from "#client/json-text.ts";
import { TransportError } from "#client/transport-error.ts";
import { type ClientOptions, VaultClient } from "#client/vault-client.ts";
import { type FakeHandler, FakeVault } from "#test/fake-vault.ts";

const clientOf = (vault: FakeVault, options: Partial<ClientOptions> = {}) =>
  new VaultClient({ address: vault.address, token: Secret.ofText("s.test"), retries: 0, ...options });

test("a read carries token, namespace and the mark of official clients, and returns the envelope", async () => {
  await using vault = await FakeVault.start(() => ({
    json: {
      request_id: "r1",
      lease_id: "",
      lease_duration: 60,
      renewable: false,
      data: { a: "b" },
      warnings: null,
    },
  }));
  using client = clientOf(vault, {
    namespace: "/team/",
    headers: [
      ["X-Vault-MFA", "m1:1"],
      ["X-Vault-MFA", "m2:2"],
    ],
  });
  const envelope = await client.read("secret/data/a b", [["version", "2"]]);
  assert.deepEqual(envelope?.data, { a: "b" });
  assert.equal(envelope?.leaseDurationSeconds, 60);
  const [request] = vault.requests;
  assert.equal(request?.method, "GET");
  assert.equal(request?.url, "/v1/secret/data/a%20b?version=2");
  assert.equal(request?.headers["x-vault-token"], "s.test");
  assert.equal(request?.headers["x-vault-namespace"], "team/");
  assert.equal(request?.headers["x-vault-request"], "true");
  assert.equal(request?.headers["x-vault-mfa"], "m1:1, m2:2");
});

test("a bare body, as sys/health answers, is the data", async () => {
  await using vault = await FakeVault.start(() => ({ json: { initialized: true, version: "1.21.4" } }));
  using client = clientOf(vault);
  assert.deepEqual((await client.read("sys/health"))?.data, { initialized: true, version: "1.21.4" });
});

test("without a token no token header is sent", async () => {
  await using vault = await FakeVault.start(() => ({ json: {} }));
  using client = clientOf(vault, { token: undefined });
  await client.json({ method: "GET", path: "sys/seal-status" });
  assert.equal(vault.requests[0]?.headers["x-vault-token"], undefined);
});

test("a token that no header can hold is refused without being repeated", async () => {
  await using vault = await FakeVault.start(() => ({ json: {} }));
  for (const token of ["s.a\r\nX-Evil: 1", "hvs.…"]) {
    using client = clientOf(vault, { token: Secret.ofText(token) });
    await assert.rejects(client.read("a"), (error: unknown) => {
      assert.ok(error instanceof TransportError);
      assert.equal(error.delivery, "not-sent");
      assert.doesNotMatch(error.message, /Evil|hvs/);
      return true;
    });
  }
  assert.equal(vault.requests.length, 0);
});

test("verbs: write is PUT, list is GET with list=true, patch is a merge patch", async () => {
  await using vault = await FakeVault.start(() => ({}));
  using client = clientOf(vault);
  await client.write("a", { k: "v" });
  await client.list("a/");
  await client.patch("a", { k: null });
  await client.delete("a");
  const seen = vault.requests.map(({ method, url, body }) => `${method} ${url} ${body}`);
  assert.deepEqual(seen, [
    'PUT /v1/a {"k":"v"}',
    "GET /v1/a/?list=true ",
    'PATCH /v1/a {"k":null}',
    "DELETE /v1/a ",
  ]);
  assert.equal(vault.requests[2]?.headers["content-type"], "application/merge-patch+json");
});

test("big numbers travel both ways unchanged", async () => {
  const body = '{"data":{"n":9007199254740993,"f":1.50}}';
  await using vault = await FakeVault.start(() => ({ text: body }));
  using client = clientOf(vault);
  const envelope = await client.read("a");
  assert.equal(stringifyJson(envelope?.data ?? null), '{"n":9007199254740993,"f":1.50}');
  await client.write("a", envelope?.data);
  assert.equal(vault.requests[1]?.body, '{"n":9007199254740993,"f":1.50}');
});

test("a bare 404 is nothing; a 404 with data or warnings is an answer; a 404 with a reason is an error", async () => {
  const answers: Record<string, unknown> = {
    "/v1/bare": { errors: [] },
    "/v1/deleted": { data: { data: null, metadata: { version: 3 } } },
    "/v1/warned": { warnings: ["wrong path"] },
    "/v1/nomount": { errors: ["no handler for route"] },
  };
  await using vault = await FakeVault.start(({ url }) => ({ status: 404, json: answers[url] }));
  using client = clientOf(vault);
  assert.equal(await client.read("bare"), undefined);
  assert.deepEqual((await client.read("deleted"))?.data, { data: null, metadata: { version: 3 } });
  assert.deepEqual((await client.read("warned"))?.warnings, ["wrong path"]);
  await assert.rejects(client.read("nomount"), ApiError);
});

test("a refusal is an ApiError with the server's words, and never shows the token", async () => {
  await using vault = await FakeVault.start(() => ({ status: 403, json: { errors: ["permission denied"] } }));
  using client = clientOf(vault);
  await assert.rejects(client.write("a", {}), (error: unknown) => {
    assert.ok(error instanceof ApiError);
    assert.equal(error.status, 403);
    assert.deepEqual(error.errors, ["permission denied"]);
    assert.doesNotMatch(inspect(error), /s\.test/);
    return true;
  });
  assert.doesNotMatch(inspect(client, { depth: 9, showHidden: true }), /s\.test/);
});

test("a proxy's page is kept as the raw body", async () => {
  await using vault = await FakeVault.start(() => ({ status: 502, text: "<html>bad gateway</html>" }));
  using client = clientOf(vault);
  await assert.rejects(client.write("a"), (error: unknown) => {
    assert.ok(error instanceof ApiError);
    assert.equal(error.rawBody, "<html>bad gateway</html>");
    return true;
  });
});

test("an answer that should be JSON and is not is a TransportError", async () => {
  await using vault = await FakeVault.start(() => ({ text: "hello" }));
  using client = clientOf(vault);
  await assert.rejects(client.read("a"), { code: "BAD_ANSWER" });
});

function answersInTurn(...statuses: number[]): FakeHandler {
  return () => {
    const status = statuses.shift() ?? 200;
    return {
      status,
      json: status === 200 ? { data: {} } : { errors: ["later"] },
      headers: { "Retry-After": "0" },
    };
  };
}

test("a read is sent again after 5xx and 412 until the limit", async () => {
  await using vault = await FakeVault.start(answersInTurn(500, 412));
  using client = clientOf(vault, { retries: 2 });
  assert.deepEqual((await client.read("a"))?.data, {});
  assert.equal(vault.requests.length, 3);
});

test("a write whose outcome is unknown is not sent again", async () => {
  for (const status of [409, 500, 502]) {
    await using vault = await FakeVault.start(answersInTurn(status));
    using client = clientOf(vault, { retries: 2 });
    await assert.rejects(client.write("a", {}), ApiError);
    assert.equal(vault.requests.length, 1, `after ${status}`);
  }
});

test("a write is sent again when the caller says that this does no harm", async () => {
  await using vault = await FakeVault.start(answersInTurn(500));
  using client = clientOf(vault, { retries: 2 });
  await client.envelope({ method: "PUT", path: "transit/encrypt/k", json: {}, repeatable: true });
  assert.equal(vault.requests.length, 2);
});

test("a connection that breaks under a write is reported as an unknown outcome, once", async () => {
  await using vault = await FakeVault.start(() => "hang up");
  using client = clientOf(vault, { retries: 2 });
  await assert.rejects(client.write("a", {}), (error: unknown) => {
    assert.ok(error instanceof TransportError);
    assert.equal(error.delivery, "unknown");
    return true;
  });
  assert.equal(vault.requests.length, 1);
});

test("a refused connection surely sent nothing", async () => {
  const vault = await FakeVault.start(() => ({}));
  const { address } = vault;
  await vault[Symbol.asyncDispose]();
  using client = new VaultClient({ address, retries: 0 });
  await assert.rejects(client.write("a", {}), { code: "ECONNREFUSED", delivery: "not-sent" });
});

test("the time limit covers an answer that never comes and one that never ends", async () => {
  await using silent = await FakeVault.start(() => undefined);
  using client = clientOf(silent, { timeoutMs: 50 });
  await assert.rejects(client.read("a"), {
    code: "TIMEOUT",
    reason: "no answer within the time limit of 0.05 s",
  });
  await using endless = await FakeVault.start((_request, response) => {
    response.write('{"data":');
    return undefined;
  });
  using other = clientOf(endless, { timeoutMs: 50 });
  await assert.rejects(other.read("a"), { code: "TIMEOUT" });
});

test("an answer larger than the limit is refused, and the error names the limit", async () => {
  await using vault = await FakeVault.start(() => ({ text: " ".repeat(2000) }));
  using client = clientOf(vault, { maxAnswerBytes: 1000 });
  await assert.rejects(client.read("a"), /limit of 1000 bytes/);
});

test("one redirect to another node is followed with token and body, a second is not", async () => {
  await using leader = await FakeVault.start(() => ({ json: { data: { from: "leader" } } }));
  await using standby = await FakeVault.start(({ url }) => ({
    status: 307,
    headers: { Location: leader.address + url },
  }));
  using client = clientOf(standby);
  assert.deepEqual((await client.write("a", { k: "v" }))?.data, { from: "leader" });
  assert.equal(leader.requests[0]?.headers["x-vault-token"], "s.test");
  assert.equal(leader.requests[0]?.body, '{"k":"v"}');
  await using loop = await FakeVault.start(({ url }) => ({
    status: 307,
    headers: { Location: standby.address + url },
  }));
  using looping = clientOf(loop);
  assert.equal((await looping.call({ method: "GET", path: "a" })).status, 307);
});

test("redirects can be turned off", async () => {
  await using vault = await FakeVault.start(() => ({
    status: 307,
    headers: { Location: "https://elsewhere/v1/a" },
  }));
  using client = clientOf(vault, { followRedirects: false });
  assert.equal((await client.call({ method: "GET", path: "a" })).status, 307);
});

test("an upload is opened anew for the node a redirect names", async () => {
  await using leader = await FakeVault.start(() => ({}));
  await using standby = await FakeVault.start(({ url }) => ({
    status: 307,
    headers: { Location: leader.address + url },
  }));
  using client = clientOf(standby);
  await client.call({ method: "POST", path: "up", body: () => Readable.from([Buffer.from("snapshot")]) });
  assert.equal(leader.requests[0]?.body, "snapshot");
});

test("a stream arrives in pieces and outlives the time limit of its headers", async () => {
  await using vault = await FakeVault.start((_request, response) => {
    response.write("one ");
    setTimeout(() => response.end("two"), 100);
    return undefined;
  });
  using client = clientOf(vault, { timeoutMs: 60 });
  assert.equal(await text(await client.stream({ method: "GET", path: "log" })), "one two");
});

test("a unix socket serves as well", async () => {
  const socketPath = join(tmpdir(), `fake-vault-${process.pid}.sock`);
  await using _vault = await FakeVault.start(() => ({ json: { data: { ok: true } } }), { socketPath });
  using client = new VaultClient({ address: `unix://${socketPath}` });
  assert.deepEqual((await client.read("a"))?.data, { ok: true });
  await rm(socketPath, { force: true });
});

test("a client with changes shares the connections of the first", async () => {
  await using vault = await FakeVault.start(() => ({ json: {} }));
  using client = clientOf(vault);
  await client.read("a");
  await client.with({ token: Secret.ofText("other"), namespace: "ns" }).read("a");
  assert.equal(vault.requests[1]?.headers["x-vault-token"], "other");
  assert.equal(vault.requests[1]?.headers["x-vault-namespace"], "ns/");
});
