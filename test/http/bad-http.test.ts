// Row H of the corpus of bad inputs: HTTP that is broken, ambiguous or too much. One chosen answer each, over plain HTTP/1.1
// and over TLS; what a parser could not read closes the connection.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { connect as connectTls } from "node:tls";
import { assertRefusal } from "#test/http/assert-refusal.ts";
import { badHttpCases, get, LIMIT } from "#test/http/bad-http-cases.ts";
import { aFront, type Front, type FrontOptions } from "#test/http/front.ts";
import { RawConnection } from "#test/http/raw-connection.ts";

for (const isTls of [false, true]) {
  describe(isTls ? "HTTP/1.1 over TLS" : "HTTP/1.1", () => {
    let shared: Front;
    const options: FrontOptions = {
      tls: isTls,
      maxBodyBytes: LIMIT,
      listener: { readHeaderTimeoutMs: 200, readTimeoutMs: 400 },
    };
    before(async () => {
      shared = await aFront(options);
    });
    after(() => shared[Symbol.asyncDispose]());

    for (const { id, says, send, status, message, closes, front: own } of badHttpCases) {
      test(`${id}: ${says} → ${status}${closes ? ", and the connection is closed" : ""}`, async () => {
        await using special = own ? await aFront({ ...options, ...own }) : undefined;
        const front = special ?? shared;
        const reached = front.requests.length;
        await using connection = await RawConnection.open(front);
        for (const packet of [send].flat()) await connection.send(packet);
        if (message === "HEAD") {
          const { status: came, body } = await connection.answer("HEAD");
          assert.deepEqual([came, body], [status, ""]);
        } else assertRefusal(await connection.answer(), status, message);
        assert.equal(front.requests.length, reached, "nothing reached the core");
        assert.deepEqual(front.faults, []);
        if (closes) await connection.closed();
        else assert.equal(await stillServes(connection), 200);
        assert.equal(connection.unread.length, 0, "one answer, not two");
      });
    }

    test("H1: LIST is what GET with list=true is", async () => {
      await using connection = await RawConnection.open(shared);
      await connection.send("LIST /v1/secret/a HTTP/1.1\r\nHost: vault\r\n\r\n");
      const real = dataOf(await connection.answer());
      await connection.send(get("", "/v1/secret/a?list=true"));
      const asked = dataOf(await connection.answer());
      assert.deepEqual(real, { operation: "list", path: "secret/a/", parameters: {} });
      assert.deepEqual(asked, { operation: "list", path: "secret/a/", parameters: { list: "true" } });
    });

    test("H2: LIST behind GET in one packet is served in order", async () => {
      await using connection = await RawConnection.open(shared);
      await connection.send(
        `${get("", "/v1/first")}LIST /v1/second HTTP/1.1\r\nHost: vault\r\n\r\n${get("", "/v1/third")}`,
      );
      const paths = [];
      for (let count = 0; count < 3; count++) paths.push(dataOf(await connection.answer()).path);
      assert.deepEqual(paths, ["first", "second/", "third"]);
    });

    test("H14: a header named __proto__ is ignored", async () => {
      await using connection = await RawConnection.open(shared);
      await connection.send(get("__proto__: x\r\nconstructor: y\r\n"));
      assert.equal((await connection.answer()).status, 200);
      const headers = shared.requests.at(-1)?.headers;
      assert.equal(headers?.get("toString"), undefined);
      assert.equal(headers?.get("constructor"), "y");
      assert.equal(({} as Record<string, unknown>).x, undefined);
    });

    test("H18: one byte now and then does not keep a request alive", async () => {
      await using connection = await RawConnection.open(shared);
      const drip = setInterval(() => void connection.send("a"), 50);
      try {
        await connection.send("GET /v1/");
        assertRefusal(await connection.answer(), 408, "the request took too long to arrive");
        await connection.closed();
      } finally {
        clearInterval(drip);
      }
    });
  });
}

test("H21: a TLS hello on a plain port → 400", async () => {
  await using front = await aFront();
  const socket = connectTls({ port: front.port, host: "127.0.0.1", rejectUnauthorized: false });
  const error = await new Promise<Error>((resolve) => socket.once("error", resolve));
  // What came back was no TLS, but the refusal in clear.
  assert.match(error.message, /wrong version number|packet length too long|unknown protocol/i);
  await using connection = await RawConnection.open(front);
  await connection.send(Buffer.from("16030100c8010000c40303", "hex"));
  assertRefusal(await connection.answer(), 400, "malformed request");
  await connection.closed();
});

test("H21: plain HTTP on a TLS port → 400 in clear, in Go's words", async () => {
  await using front = await aFront({ tls: true });
  await using connection = await RawConnection.open({ port: front.port });
  await connection.send(get(""));
  assertRefusal(await connection.answer(), 400, "Client sent an HTTP request to an HTTPS server.");
  await connection.closed();
});

async function stillServes(connection: RawConnection): Promise<number> {
  await connection.send(get("X-Forwarded-For: 10.0.0.1\r\n"));
  return (await connection.answer()).status;
}

function dataOf({ body }: { body: string }): { path: string } {
  return JSON.parse(body).data;
}
