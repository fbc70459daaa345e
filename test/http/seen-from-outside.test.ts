// The listener as other people's programs see it: curl and node's HTTP/2 client against a running server. One port speaks
// HTTP/2 and HTTP/1.1 by ALPN; LIST is a method on both; headers in and out are as configured.
import assert from "node:assert/strict";
import { connect as connectHttp2, type IncomingHttpHeaders } from "node:http2";
import { after, before, describe, test } from "node:test";
import { connect as connectTls } from "node:tls";
import { UnsealedServer } from "#test/server/unsealed-server.ts";
import { foreignTool, runTool } from "../clients/foreign-tool.ts";

const curl = foreignTool("curl", ["--version"]);

const LISTENER = `x_forwarded_for_authorized_addrs = "127.0.0.1"
  x_forwarded_for_reject_not_present = false
  custom_response_headers {
    "default" = { "Strict-Transport-Security" = ["max-age=1"], "X-All" = ["all"] }
    "2xx" = { "X-Good" = ["a", "b"] }
    "404" = { "X-Missing" = ["yes"] }
  }`;

interface Seen {
  status: number;
  version: string;
  headers: Record<string, string>;
  body: string;
}

describe("a listener with TLS", () => {
  let server: UnsealedServer;
  before(async () => {
    server = await UnsealedServer.start({ listener: LISTENER });
    (await server.root.put("/v1/sys/mounts/kv", { type: "kv" })).expect(204);
    (await server.root.put("/v1/kv/deep/a", { x: 1 })).expect(204);
    (await server.root.put("/v1/kv/b", { x: 2 })).expect(204);
  });
  after(() => server[Symbol.asyncDispose]());

  async function ask(version: string, path: string, args: readonly string[] = []): Promise<Seen> {
    const { address, caFile } = server.process;
    const trust = ["--silent", "--show-error", "--include", "--cacert", caFile ?? "", `--http${version}`];
    const output = await runTool("curl", [...trust, ...args, `${address}/v1/${path}`]);
    return parsed(output);
  }

  const withToken = (): string[] => ["--header", `X-Vault-Token: ${server.rootToken}`];

  for (const version of ["1.1", "2"]) {
    describe(`curl with HTTP/${version}`, { skip: curl.skip }, () => {
      test("gets what it asked for in the version that it asked for", async () => {
        const seen = await ask(version, "kv/b", withToken());
        assert.deepEqual([seen.status, seen.version], [200, version]);
        assert.deepEqual(JSON.parse(seen.body).data, { x: 2 });
      });

      test("LIST as a method and as a parameter is the same", async () => {
        for (const how of [
          ["--request", "LIST"],
          ["--request", "GET"],
        ]) {
          const path = how[1] === "GET" ? "kv?list=true" : "kv";
          const seen = await ask(version, path, [...withToken(), ...how]);
          assert.deepEqual(JSON.parse(seen.body).data, { keys: ["b", "deep/"] });
        }
      });

      test("JSON's type is application/json to the letter, answers are dated and never stored", async () => {
        for (const path of ["kv/b", "kv/none", "sys/health", "sys/seal-status", "nowhere/a"]) {
          const { headers } = await ask(version, path, withToken());
          assert.equal(headers["content-type"], "application/json", path);
          assert.equal(headers["cache-control"], "no-store", path);
          assert.ok(Math.abs(Date.parse(headers.date ?? "") - Date.now()) < 60_000, path);
        }
        const written = await ask(version, "kv/b", [...withToken(), "--request", "PUT", "--data", '{"x":2}']);
        assert.deepEqual(
          [written.status, written.body, written.headers["content-type"]],
          [204, "", undefined],
        );
        assert.equal(written.headers["cache-control"], "no-store");
      });

      test("two tokens are refused, one in either header is taken, X-Vault-Token before Authorization", async () => {
        const twice = await ask(version, "kv/b", [...withToken(), ...withToken()]);
        assert.deepEqual(
          [twice.status, JSON.parse(twice.body).errors],
          [400, ["multiple tokens: X-Vault-Token is given twice"]],
        );
        const bearer = ["--header", `Authorization: Bearer ${server.rootToken}`];
        assert.equal((await ask(version, "kv/b", bearer)).status, 200);
        assert.equal(
          (await ask(version, "kv/b", [...bearer, "--header", "X-Vault-Token: hvs.bad"])).status,
          403,
        );
      });

      test("configured headers come by status and class, over the default; the namespace is echoed", async () => {
        const good = await ask(version, "kv/b", [...withToken(), "--header", "X-Vault-Namespace: root"]);
        assert.equal(good.headers["x-good"], "a; b");
        assert.equal(good.headers["x-all"], "all");
        assert.equal(good.headers["strict-transport-security"], "max-age=1");
        assert.equal(good.headers["x-vault-namespace"], "root");
        const missing = await ask(version, "kv/none", withToken());
        assert.deepEqual(
          [missing.status, missing.headers["x-missing"], missing.headers["x-good"]],
          [404, "yes", undefined],
        );
      });

      test("a trusted proxy's X-Forwarded-For is the client's address", async () => {
        const role = { token_bound_cidrs: ["10.1.0.0/16"], allowed_policies: ["default"] };
        (await server.root.put("/v1/auth/token/roles/bound", role)).expect(204);
        const made = (await server.root.put("/v1/auth/token/create/bound", {})).expect(200).json.auth
          .client_token;
        const from = (address: string): string[] => [
          "--header",
          `X-Vault-Token: ${made}`,
          "--header",
          `X-Forwarded-For: ${address}`,
        ];
        assert.equal((await ask(version, "auth/token/lookup-self", from("10.1.2.3"))).status, 200);
        assert.equal((await ask(version, "auth/token/lookup-self", from("10.2.2.3"))).status, 403);
        assert.equal((await ask(version, "auth/token/lookup-self", from("not an address"))).status, 400);
        // The last is the one that the proxy saw; what stands before it anybody may write.
        assert.equal((await ask(version, "auth/token/lookup-self", from("10.1.2.3, 10.2.2.3"))).status, 403);
      });
    });
  }

  test("ALPN: HTTP/2 before HTTP/1.1, and HTTP/1.1 for who offers nothing", async () => {
    const chosen = [];
    for (const ALPNProtocols of [["h2", "http/1.1"], ["http/1.1"], ["http/1.1", "h2"], undefined]) {
      chosen.push(await alpn(Number(new URL(server.process.address).port), ALPNProtocols));
    }
    assert.deepEqual(chosen, ["h2", "http/1.1", "h2", false]);
  });

  test("node's HTTP/2 client: a hundred requests of every kind at once on one connection", async () => {
    const session = connectHttp2(server.process.address, { rejectUnauthorized: false });
    try {
      const token = { "x-vault-token": server.rootToken };
      const kinds = [
        { ":method": "GET", ":path": "/v1/kv/b" },
        { ":method": "LIST", ":path": "/v1/kv" },
        { ":method": "GET", ":path": "/v1/kv/none" },
        { ":method": "GET", ":path": "/v1/kv/../kv/b" },
      ];
      const asked = Array.from({ length: 100 }, (_, at) => ({ ...token, ...kinds[at % 4] }));
      const seen = await Promise.all(asked.map((headers) => status(session.request(headers))));
      assert.deepEqual(seen.slice(0, 4), [200, 200, 404, 400]);
      assert.ok(seen.every((value, at) => value === seen[at % 4]));
    } finally {
      session.destroy();
    }
  });
});

describe("a listener that trusts no proxy", () => {
  test("X-Forwarded-For changes nothing: the connection's address counts", { skip: curl.skip }, async () => {
    await using server = await UnsealedServer.start({ tls: false });
    (
      await server.root.put("/v1/auth/token/roles/bound", {
        token_bound_cidrs: "127.0.0.1/32",
        allowed_policies: ["default"],
      })
    ).expect(204);
    const token = (await server.root.put("/v1/auth/token/create/bound", {})).expect(200).json.auth
      .client_token;
    const args = ["--silent", "--header", `X-Vault-Token: ${token}`, "--header", "X-Forwarded-For: 10.1.2.3"];
    const body = await runTool("curl", [...args, `${server.process.address}/v1/auth/token/lookup-self`]);
    assert.equal(JSON.parse(body).data.id, token);
  });
});

function parsed(output: string): Seen {
  const end = output.indexOf("\r\n\r\n");
  const [statusLine = "", ...lines] = output.slice(0, end).split("\r\n");
  const [, version = "", status] = /^HTTP\/(\S+) (\d{3})/.exec(statusLine) ?? [];
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const colon = line.indexOf(":");
    const name = line.slice(0, colon).toLowerCase();
    const value = line.slice(colon + 1).trim();
    headers[name] = name in headers ? `${headers[name]}, ${value}` : value;
  }
  return { status: Number(status), version, headers, body: output.slice(end + 4) };
}

function alpn(port: number, ALPNProtocols: string[] | undefined): Promise<string | false | null> {
  const { promise, resolve, reject } = Promise.withResolvers<string | false | null>();
  const options = { port, host: "127.0.0.1", rejectUnauthorized: false };
  const socket = connectTls(ALPNProtocols ? { ...options, ALPNProtocols } : options, () => {
    resolve(socket.alpnProtocol);
    socket.destroy();
  });
  socket.once("error", reject);
  return promise;
}

function status(stream: import("node:http2").ClientHttp2Stream): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  stream.once("response", (headers: IncomingHttpHeaders) => resolve(Number(headers[":status"])));
  stream.once("error", reject);
  stream.resume();
  stream.end();
  return promise;
}
