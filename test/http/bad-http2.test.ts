// Row H over HTTP/2: the same answers where HTTP/2 can say the same at all; what its framing forbids ends the stream, never
// the process, and the connection goes on.
import assert from "node:assert/strict";
import type { OutgoingHttpHeaders } from "node:http2";
import { after, before, describe, test } from "node:test";
import { assertRefusal } from "#test/http/assert-refusal.ts";
import { LIMIT } from "#test/http/bad-http-cases.ts";
import { aFront, type Front } from "#test/http/front.ts";
import { Http2Connection } from "#test/http/http2-connection.ts";

const PATH = { ":path": "/v1/secret/a" };

interface Case {
  id: string;
  says: string;
  headers: OutgoingHttpHeaders;
  body?: string;
  status: number;
  message: string;
}

const cases: Case[] = [
  {
    id: "H3",
    says: "an unknown method",
    headers: { ":method": "FOO" },
    status: 405,
    message: "unsupported operation",
  },
  {
    id: "H13",
    says: "two tokens",
    headers: { "x-vault-token": ["a", "b"] },
    status: 400,
    message: "multiple tokens: X-Vault-Token is given twice",
  },
  {
    id: "H15",
    says: "a token of 20 KB",
    headers: { "x-vault-token": "t".repeat(20_000) },
    status: 431,
    message: "a token has at most 8192 bytes",
  },
  {
    id: "H16",
    says: "300 headers",
    headers: Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`x-${at}`, "y"])),
    status: 431,
    message: "a request has at most 256 headers",
  },
  {
    id: "H17",
    says: "a body over the limit",
    headers: { ":method": "POST" },
    body: "a".repeat(LIMIT + 1),
    status: 413,
    message: `request body too large: at most ${LIMIT} bytes`,
  },
  {
    id: "H20",
    says: "a compressed body",
    headers: { ":method": "POST", "content-encoding": "gzip" },
    body: "{}",
    status: 415,
    message: "request bodies must not be compressed",
  },
  {
    id: "H22",
    says: "PATCH without its type",
    headers: { ":method": "PATCH" },
    body: "{}",
    status: 415,
    message: "PATCH requires Content-Type of application/merge-patch+json",
  },
  {
    id: "H23",
    says: "a negative wrap TTL",
    headers: { "x-vault-wrap-ttl": "-1" },
    status: 400,
    message: "error parsing X-Vault-Wrap-TTL header: requested wrap ttl cannot be negative",
  },
  {
    id: "H24",
    says: "a namespace that is no path",
    headers: { "x-vault-namespace": "../x" },
    status: 400,
    message: "X-Vault-Namespace is no namespace path",
  },
  ...["TRACE", "OPTIONS"].map((method) => ({
    id: "H26",
    says: method,
    headers: { ":method": method },
    status: 405,
    message: "unsupported operation",
  })),
];

describe("HTTP/2", () => {
  let front: Front;
  let connection: Http2Connection;
  before(async () => {
    front = await aFront({ tls: true, maxBodyBytes: LIMIT, listener: { readTimeoutMs: 400 } });
    connection = await Http2Connection.open(front);
  });
  after(async () => {
    await connection[Symbol.asyncDispose]();
    await front[Symbol.asyncDispose]();
  });

  for (const { id, says, headers, body, status, message } of cases) {
    test(`${id}: ${says} → ${status}, and the connection goes on`, async () => {
      const reached = front.requests.length;
      assertRefusal(await connection.ask({ ...PATH, ...headers }, body), status, message);
      assert.equal(front.requests.length, reached, "nothing reached the core");
      assert.deepEqual(front.faults, []);
      assert.equal((await connection.ask(PATH)).status, 200);
    });
  }

  test("H1: LIST is a method", async () => {
    const answer = await connection.ask({ ...PATH, ":method": "LIST" });
    assert.equal(JSON.parse(answer.body).data.operation, "list");
  });

  test("H19: a body that does not end → 408, and the connection goes on", async () => {
    const stream = connection.session.request({ ...PATH, ":method": "POST" });
    stream.on("error", () => {});
    stream.write("{");
    const status = await new Promise((resolve) =>
      stream.once("response", (headers) => resolve(headers[":status"])),
    );
    assert.equal(status, 408);
    stream.destroy();
    assert.equal((await connection.ask(PATH)).status, 200);
  });

  test("H26: CONNECT → 405, nothing is dialled, and the connection goes on", async () => {
    const answer = await connection.ask({ ":method": "CONNECT", ":authority": "10.0.0.1:80" });
    assertRefusal(answer, 405, "unsupported operation");
    assert.equal((await connection.ask(PATH)).status, 200);
  });

  test("a thousand streams that are reset at once (rapid reset) leave the server serving", async () => {
    await using other = await Http2Connection.open(front);
    for (let count = 0; count < 1000; count++) {
      const stream = other.session.request(PATH);
      stream.on("error", () => {});
      stream.close(8);
    }
    assert.equal((await connection.ask(PATH)).status, 200);
    assert.deepEqual(front.faults, []);
  });
});
