// Published advisories of servers of this kind, tried on a running server: one test each, named by its id. What belongs to
// one room alone is tested there; docs/advisories.md says where each one is.
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { connect as connectTls } from "node:tls";
import { CATALOG } from "#apps/server/catalog.ts";
import { aFront } from "#test/http/front.ts";
import { Http2Connection } from "#test/http/http2-connection.ts";
import { RawConnection } from "#test/http/raw-connection.ts";
import { assertRefused } from "#test/security/refusal.ts";
import { ServerProcess } from "#test/server/server-process.ts";
import { clientOf, UnsealedServer } from "#test/server/unsealed-server.ts";

const CANARY = "CANARY-9c41";
const MEGABYTE = 1_048_576;

describe("a server started carelessly: no umask, secrets in the environment", () => {
  let server: UnsealedServer;
  let port: number;
  before(async () => {
    const umask = process.umask(0);
    try {
      const proxy = `http://user:${CANARY}@proxy.invalid:3128`;
      const env = { HTTPS_PROXY: proxy, https_proxy: proxy, HTTP_PROXY: proxy };
      server = await UnsealedServer.start({ tls: false, env, config: "max_entry_size = 1048576" });
    } finally {
      process.umask(umask);
    }
    port = Number(new URL(server.process.address).port);
    (await server.root.put("/v1/sys/mounts/kv", { type: "kv" })).expect(204);
    (await server.root.put("/v1/kv/a", { x: "whole" })).expect(204);
  });
  after(async () => {
    assert.deepEqual((await server.root.get("/v1/kv/a")).data, { x: "whole" });
    assert.equal(server.process.exitCode, null);
    await server[Symbol.asyncDispose]();
  });

  test("CVE-2021-38553: whatever the umask, data is its owner's alone", () => {
    const seen: string[] = [];
    const walk = (path: string): void => {
      const { mode } = statSync(path);
      if ((mode & 0o077) !== 0) seen.push(`${path} ${(mode & 0o777).toString(8)}`);
      if ((mode & 0o170000) === 0o040000) for (const name of readdirSync(path)) walk(join(path, name));
    };
    walk(server.process.dataDirectory);
    assert.deepEqual(seen, []);
  });

  test("CVE-2020-13223: a proxy's password in the environment is in no log and no answer", async () => {
    const told = ["sys/config/state/sanitized", "sys/host-info", "sys/in-flight-req", "sys/metrics"];
    for (const path of told) assert.ok(!(await server.root.get(`/v1/${path}`)).text.includes(CANARY), path);
    assert.ok(!server.process.output.includes(CANARY));
  });

  test("CVE-2021-3024: no refusal tells an address, with and without a Host", async () => {
    const requests = [
      "GET /v1/kv/../a HTTP/1.1\r\nHost: x\r\n\r\n",
      "GET / HTTP/1.0\r\n\r\n",
      "GET /ui HTTP/1.0\r\n\r\n",
      "GET /v1/kv/none HTTP/1.0\r\n\r\n",
    ];
    for (const request of requests) {
      await using connection = await RawConnection.open({ port });
      await connection.send(request);
      const answer = await connection.answer();
      assert.ok(answer.status >= 300, request);
      assert.doesNotMatch(JSON.stringify(answer), /\d{1,3}(\.\d{1,3}){3}|\bfd00:|localhost/);
    }
  });

  test("CVE-2021-3282, CVE-2022-36129: nothing of the cluster's membership moves without a token", async () => {
    for (const path of [
      "configuration",
      "remove-peer",
      "promote",
      "demote",
      "snapshot",
      "snapshot-force",
      "autopilot/configuration",
      "autopilot/state",
    ]) {
      for (const method of ["GET", "PUT", "POST", "DELETE"]) {
        const answer = await server.anybody.send({
          method,
          path: `/v1/sys/storage/raft/${path}`,
          body: { server_id: "a" },
        });
        assert.equal(answer.status, 403, `${method} ${path}: ${answer.text}`);
      }
    }
  });

  test("CVE-2021-45042: a key or a value that is too large is refused by its limit, and the server goes on", async () => {
    const key = await server.root.put(`/v1/kv/${"k".repeat(40_000)}`, { x: 1 });
    assertRefused(key, 400, "key is too large: a path has at most 32768 bytes");
    const parts = Object.fromEntries(
      Array.from({ length: 4 }, (_, at) => [`p${at}`, "v".repeat(MEGABYTE - 10)]),
    );
    assertRefused(await server.root.put("/v1/kv/large", parts), 413, /1048576/);
    assertRefused(await server.root.get("/v1/kv/large"), 404, "");
    (await server.root.put("/v1/kv/small", { x: 1 })).expect(204);
  });

  test("CVE-2023-6337: a body without end is refused at the limit, with a token and without, and takes no memory", async () => {
    const before = memoryOf(server.process.pid);
    for (const token of ["", `X-Vault-Token: ${server.rootToken}\r\n`]) {
      await using connection = await RawConnection.open({ port });
      await connection.send(`PUT /v1/kv/b HTTP/1.1\r\nHost: x\r\n${token}Transfer-Encoding: chunked\r\n\r\n`);
      const chunk = `100000\r\n${"a".repeat(MEGABYTE)}\r\n`;
      for (let sent = 0; sent < 200 && connection.unread.length === 0 && !connection.isClosed; sent++) {
        await connection.send(chunk);
      }
      assert.equal((await connection.answer()).status, 413);
    }
    assert.ok(memoryOf(server.process.pid) - before < 160, "megabytes");
  });

  test("GHSA-rh46-vc3j-w2w3: nobody can ask for the core's own operations, nor log in inside a request", async () => {
    const accessors = async (): Promise<number> =>
      (await server.root.list("/v1/auth/token/accessors")).data.keys.length;
    const before = await accessors();
    for (const method of ["RENEW", "REVOKE", "ROLLBACK", "ALIAS-LOOKAHEAD", "RESOLVE-ROLE", "RECOVER"]) {
      await using connection = await RawConnection.open({ port });
      await connection.send(
        `${method} /v1/auth/token/create HTTP/1.1\r\nHost: x\r\nX-Vault-Token: ${server.rootToken}\r\n\r\n`,
      );
      assert.ok([400, 405].includes((await connection.answer()).status), method);
    }
    for (const operation of ["alias-lookahead", "renew", "revoke", "rollback", "resolve-role"]) {
      const headers = {
        "X-Vault-Inline-Auth-Path": "auth/token/create",
        "X-Vault-Inline-Auth-Operation": operation,
      };
      const answer = await server.anybody.send({ method: "GET", path: "/v1/kv/a", headers });
      assertRefused(answer, 403, /permission denied/);
    }
    assert.equal(await accessors(), before);
  });

  test("CVE-2019-18617, CL-1.0.3.1: what a mount held is gone with it, and does not come back with its name", async () => {
    (await server.root.put("/v1/sys/mounts/gone", { type: "kv" })).expect(204);
    (await server.root.put("/v1/gone/a", { x: 1 })).expect(204);
    (await server.root.delete("/v1/sys/mounts/gone")).expect(204);
    assertRefused(await server.root.get("/v1/gone/a"), 404, /no handler for route/);
    (await server.root.put("/v1/sys/mounts/gone", { type: "kv" })).expect(204);
    assertRefused(await server.root.get("/v1/gone/a"), 404, "");
    assertRefused(await server.root.list("/v1/gone"), 404, "");
  });

  test("CVE-2022-25244: what was written as a secret setting is never read back", async () => {
    (await server.root.put("/v1/sys/auth/userpass", { type: "userpass" })).expect(204);
    (await server.root.put("/v1/auth/userpass/users/ann", { password: CANARY })).expect(204);
    (await server.root.put("/v1/sys/mounts/transit", { type: "transit" })).expect(204);
    (await server.root.put("/v1/transit/keys/k", {})).expect(200, 204);
    for (const path of [
      "auth/userpass/users/ann",
      "auth/userpass/users?list=true",
      "transit/keys/k",
      "sys/auth/userpass",
    ]) {
      const { text } = (await server.root.get(`/v1/${path}`)).expect(200);
      assert.ok(!text.includes(CANARY) && !/password|"keys":\{"1":"/.test(text), text);
    }
  });

  test("CVE-2026-7776, CVE-2026-15972: hundreds of connections that never say anything hold nobody up", async () => {
    const idle: Socket[] = Array.from({ length: 500 }, () =>
      connect(port, "127.0.0.1").on("error", () => {}),
    );
    try {
      await Promise.all(idle.map((socket) => new Promise((resolve) => socket.once("connect", resolve))));
      for (const socket of idle.slice(0, 250)) socket.write("GET /v1/sys/hea");
      const startedAt = performance.now();
      for (let time = 0; time < 50; time++) (await server.root.get("/v1/kv/a")).expect(200);
      assert.ok(performance.now() - startedAt < 5_000);
    } finally {
      for (const socket of idle) socket.destroy();
    }
  });

  test("U11, CVE-2025-4656, CVE-2025-52894, CVE-2026-5807, CL-0.5.0: nobody displaces or cancels who makes new keys; a wrong nonce → 400", async () => {
    const wish = { secret_shares: 3, secret_threshold: 2 };
    const { nonce } = (await server.root.put("/v1/sys/rekey/init", wish)).expect(200).json;
    for (const method of ["PUT", "DELETE"]) {
      const body = method === "PUT" ? wish : undefined;
      assertRefused(
        await server.anybody.send({ method, path: "/v1/sys/rekey/init", body }),
        403,
        /permission denied/,
      );
    }
    assertRefused(await server.root.put("/v1/sys/rekey/init", wish), 400, /already in progress|in progress/);
    const update = { key: server.unsealKey, nonce: "00000000-0000-0000-0000-000000000000" };
    assertRefused(await server.root.put("/v1/sys/rekey/update", update), 400, /^incorrect nonce supplied/);
    assertRefused(await server.root.put("/v1/sys/rekey/update", { key: server.unsealKey }), 400, /nonce/);
    assert.equal((await server.root.get("/v1/sys/rekey/init")).expect(200).json.nonce, nonce);
    (await server.root.send({ method: "DELETE", path: "/v1/sys/rekey/init", body: { nonce } })).expect(
      200,
      204,
    );
  });

  test("CL-2.5.2: after a rotation the same key unseals, and what older keys encrypted is readable", async () => {
    for (let time = 0; time < 3; time++) (await server.root.put("/v1/sys/rotate")).expect(200, 204);
    (await server.root.put("/v1/kv/after", { x: 1 })).expect(204);
    await server.restart();
    assert.deepEqual((await server.root.get("/v1/kv/a")).data, { x: "whole" });
    assert.deepEqual((await server.root.get("/v1/kv/after")).data, { x: 1 });
  });
});

test("CVE-2026-7776: half-open TLS handshakes hold nobody up, and end by themselves", async () => {
  await using front = await aFront({ tls: true, listener: { readHeaderTimeoutMs: 500 } });
  const idle = Array.from({ length: 200 }, () => connect(front.port, "127.0.0.1").on("error", () => {}));
  const ended = idle.map((socket) => new Promise<void>((resolve) => socket.once("close", () => resolve())));
  for (const socket of idle) socket.write(Buffer.from("16030100c8010000c40303", "hex"));
  await using good = await Http2Connection.open(front);
  assert.equal((await good.ask({ ":path": "/v1/kv/a" })).status, 200);
  await Promise.all(ended);
  const after = connectTls({ port: front.port, host: "127.0.0.1", rejectUnauthorized: false });
  await new Promise((resolve) => after.once("secureConnect", resolve));
  after.destroy();
});

test("CVE-2026-4525: no header that carries a token reaches an engine, however a mount passes headers through", async () => {
  await using front = await aFront();
  await using connection = await RawConnection.open(front);
  await connection.send(
    `GET /v1/kv/a HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${CANARY}\r\nX-Vault-Token: ${CANARY}\r\nX-Other: y\r\n\r\n`,
  );
  assert.equal((await connection.answer()).status, 200);
  const headers = front.requests.at(-1)?.headers;
  assert.equal(headers?.get("x-other"), "y");
  for (const name of ["authorization", "x-vault-token"]) {
    assert.equal(headers?.get(name), undefined);
    assert.ok(!headers?.names().includes(name));
  }
});

test("CVE-2021-42135: what a policy calls reading or listing writes nothing, but for what is listed here", () => {
  // The key that others wrap theirs with is made when it is first asked for; a backup is noted in its key. Neither issues
  // anything, and both are reads in Vault.
  const known = ["transit read wrapping_key", "transit read backup/:name"];
  const writing = CATALOG.flatMap(({ type, paths }) =>
    paths.flatMap(({ pattern, operations }) =>
      (["read", "list"] as const)
        .filter((name) => operations[name]?.writes === true)
        .map((name) => `${type} ${name} ${pattern}`),
    ),
  );
  assert.deepEqual(writing, known);
});

test("CVE-2018-19786: when the seal's key is another, neither is in the log, and nothing is unsealed", async () => {
  const config = (): string =>
    `seal "static" {\n  current_key_id = "1"\n  current_key = "file://${keyFile}"\n}`;
  const folder = mkdtempSync(join(tmpdir(), "coffer-static-"));
  const keyFile = join(folder, "seal.key");
  const keys = [Buffer.alloc(32, "first-key"), Buffer.alloc(32, "other-key")];
  try {
    writeFileSync(keyFile, keys[0] ?? "", { mode: 0o600 });
    await using server = await ServerProcess.start({ tls: false, config: config() });
    using anybody = clientOf(server);
    const made = (await anybody.put("/v1/sys/init", {})).expect(200).json;
    await server.end("SIGTERM");
    writeFileSync(keyFile, keys[1] ?? "");
    const first = server.output;
    await server.restart().catch(() => {});
    const said = first + server.output;
    for (const secret of [...keys, Buffer.from(made.root_token)]) {
      for (const form of ["latin1", "hex", "base64", "base64url"] as const) {
        assert.ok(!said.includes(secret.toString(form)), `${form} in: ${said}`);
      }
    }
    assert.doesNotMatch(said, /unsealed itself[\s\S]*unsealed itself/);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

/** Anonymous memory, MB. */
function memoryOf(pid: number): number {
  return Number(/RssAnon:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1024;
}
