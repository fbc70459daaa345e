// Rows H, J and P once more against a running server: what the front answers alone in test/http comes out the same when
// threads, TLS and the core are behind it, and the process survives all of it.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { assertRefusal } from "#test/http/assert-refusal.ts";
import { badHttpCases, LIMIT } from "#test/http/bad-http-cases.ts";
import { RawConnection } from "#test/http/raw-connection.ts";
import { assertRefused } from "#test/security/refusal.ts";
import { UnsealedServer } from "#test/server/unsealed-server.ts";

const LISTENER = `max_request_size = ${LIMIT}\n  http_read_header_timeout = "1s"\n  http_read_timeout = "1s"`;

for (const tls of [false, true]) {
  describe(`a server with${tls ? "" : "out"} TLS`, () => {
    let server: UnsealedServer;
    let pid: number;
    let place: { port: number; isTls: boolean };
    before(async () => {
      server = await UnsealedServer.start({ tls, listener: LISTENER });
      pid = server.process.pid;
      place = { port: Number(new URL(server.process.address).port), isTls: tls };
      (await server.root.put("/v1/sys/mounts/kv", { type: "kv" })).expect(204);
      (await server.root.put("/v1/kv/a", { x: "whole" })).expect(204);
    });
    after(async () => {
      assert.deepEqual((await server.root.get("/v1/kv/a")).data, { x: "whole" });
      assert.deepEqual([server.process.exitCode, server.process.pid], [null, pid]);
      assert.doesNotMatch(server.process.output, /request failed|unhandled/i);
      await server[Symbol.asyncDispose]();
    });

    for (const { id, says, send, status, message, front } of badHttpCases) {
      if (front) continue;
      test(`${id}: ${says} → ${status}`, async () => {
        await using connection = await RawConnection.open(place);
        for (const packet of [send].flat()) await connection.send(packet);
        const answer = await connection.answer(message === "HEAD" ? "HEAD" : "GET");
        if (message === "HEAD") assert.deepEqual([answer.status, answer.body], [status, ""]);
        else assertRefusal(answer, status, message);
      });
    }

    test("J2, J3, J6, J8, J11, J12: bodies that are no JSON object change nothing", async () => {
      const bodies = [
        '{"x":1',
        `{"x":${"[".repeat(10_000)}`,
        '{"x":1,"x":2}',
        "[1]",
        '{"x":"\\ud800"}',
        Buffer.from([0x7b, 0xff]),
      ];
      for (const body of bodies) {
        assertRefused(await server.root.put("/v1/kv/a", body), 400, /^failed to parse JSON input: /);
      }
    });

    test("J7, J9: names of prototypes and big numbers are kept as they came", async () => {
      const body = '{"__proto__":{"policies":["root"]},"constructor":1,"n":9007199254740993,"f":1e400}';
      (await server.root.put("/v1/kv/proto", body)).expect(204);
      const { text } = (await server.root.get("/v1/kv/proto")).expect(200);
      assert.ok(
        text.includes('"__proto__":{"policies":["root"]}') && text.includes('"n":9007199254740993,"f":1e400'),
        text,
      );
      (await server.anybody.get("/v1/kv/proto")).expect(403);
    });

    test("P1 to P10: a path that is not canonical reaches no secret", async () => {
      for (const tail of [
        "../a",
        "%2e%2e/a",
        "%2E./a",
        "b/../a",
        "b/%2e%2e%2fa",
        "./a",
        "b//a",
        "%2fa",
        "a%00",
        "a%zz",
        "a%c0%ae",
        "b%5ca",
      ]) {
        await using connection = await RawConnection.open(place);
        const token = `X-Vault-Token: ${server.rootToken}\r\n`;
        for (const method of ["GET", "DELETE", "LIST"]) {
          await connection.send(`${method} /v1/kv/${tail} HTTP/1.1\r\nHost: vault\r\n${token}\r\n`);
          const answer = await connection.answer();
          assert.equal(answer.status, 400, `${method} ${tail}: ${answer.body}`);
        }
      }
    });

    test("P15: mounts named as the core's own, as JavaScript's, or as nothing → 400", async () => {
      for (const name of ["sys", "sys/x", "auth", "auth/x", "audit", "cubbyhole", "kv", "kv/below"]) {
        const answer = await server.root.put(`/v1/sys/mounts/${name}`, { type: "kv" });
        assertRefused(answer, 400, /cannot mount|already in use|reserved/i);
      }
      assertRefused(
        await server.root.put("/v1/sys/mounts/", { type: "kv" }),
        400,
        "cannot write to a path ending in '/'",
      );
      for (const name of ["constructor", "__proto__", "toString", ".", "a/../b", "a%00"]) {
        assert.equal((await server.root.put(`/v1/sys/mounts/${name}`, { type: "kv" })).status, 400, name);
      }
    });
  });
}
