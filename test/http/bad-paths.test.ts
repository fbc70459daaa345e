// Row P of the corpus of bad inputs: paths that could be read in two ways, on routes of every kind. What passes reaches the
// core as one canonical path.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { assertRefusal } from "#test/http/assert-refusal.ts";
import { aFront, type Front } from "#test/http/front.ts";
import { Http2Connection } from "#test/http/http2-connection.ts";
import { type RawAnswer, RawConnection } from "#test/http/raw-connection.ts";

const PARENT = "path cannot contain parent references";
const RELATIVE = "non-canonical path: relative path segment";
const EMPTY = "non-canonical path: empty path segment";
const TWICE = "non-canonical path: encoded twice";
const CONTROL = "path cannot contain control characters";
const BACKSLASH = "non-canonical path: backslash";

/** What stands behind `secret/data/app/` and its like. */
const refused: [id: string, tail: string, message: string][] = [
  ["P1", "../other", PARENT],
  ["P1", "a/..", PARENT],
  ["P1", "..", PARENT],
  ["P1", "../../../../etc/passwd", PARENT],
  ["P2", "%2e%2e/other", PARENT],
  ["P2", "%2E%2e/other", PARENT],
  ["P2", ".%2e/other", PARENT],
  ["P3", "%252e%252e/other", TWICE],
  ["P3", "%252E%252E%252fother", TWICE],
  ["P3", "a%252fb", TWICE],
  ["P3", "%25252e", TWICE],
  ["P3", "a%2500", TWICE],
  ["P4", "..%2fother", PARENT],
  ["P4", "..%2Fother", PARENT],
  ["P4", "%2e%2e%2fother", PARENT],
  ["P6", "a%5cb", BACKSLASH],
  ["P6", "..%5cother", BACKSLASH],
  ["P7", "/other", EMPTY],
  ["P7", "a//b", EMPTY],
  ["P7", "a%2f%2fb", EMPTY],
  ["P7", "%2fa", EMPTY],
  ["P8", "./other", RELATIVE],
  ["P8", "a/./b", RELATIVE],
  ["P8", "a/.", RELATIVE],
  ["P8", "a/%2e/b", RELATIVE],
  ["P9", "a%00", CONTROL],
  ["P9", "a%00.json", CONTROL],
  ["P9", "a%0ab", CONTROL],
  ["P9", "a%0d%0aX-Injected:%201", CONTROL],
  ["P9", "a%09b", CONTROL],
  ["P9", "a%7f", CONTROL],
  ["P9", "a%c2%85b", CONTROL],
  ["P10", "%zz", "path has a malformed percent-escape"],
  ["P10", "a%", "path has a malformed percent-escape"],
  ["P10", "a%2", "path has a malformed percent-escape"],
  ["P10", "%u002e", "path has a malformed percent-escape"],
  ["P10", "%c0%ae%c0%ae/other", "path is not valid UTF-8"],
  ["P10", "%ff", "path is not valid UTF-8"],
  ["P10", "%ed%a0%80", "path is not valid UTF-8"],
  ["P13", "k".repeat(40_000), "key is too large: a path has at most 32768 bytes"],
  [
    "P13",
    "%C3%A4".repeat(5_000).concat("k".repeat(25_000)),
    "key is too large: a path has at most 32768 bytes",
  ],
];

/** Names that differ stay different: nothing is trimmed, folded or composed. */
const distinct: [id: string, tail: string, path: string][] = [
  ["P5", "a%2fb", "a/b"],
  ["P5", "a%2Fb%2fc", "a/b/c"],
  ["P11", "a%20", "a "],
  ["P11", "a.", "a."],
  ["P11", "...", "..."],
  ["P11", "a..b", "a..b"],
  ["P11", ".hidden", ".hidden"],
  ["P11", "a.%20", "a. "],
  ["P11", "A", "A"],
  ["P12", "%C3%A9", "\u00e9"],
  ["P12", "e%CC%81", "e\u0301"],
  ["P12", "%E2%84%AA", "\u212a"],
  ["P12", "%F0%9F%94%91", "\u{1f511}"],
  ["P15", "constructor", "constructor"],
  ["P15", "__proto__", "__proto__"],
  ["P11", "100%25", "100%"],
  ["P11", "a+b", "a+b"],
  ["P11", "a%3fb", "a?b"],
  ["P11", "a%23b", "a#b"],
  ["P11", "%22%3C%3E%7B%7D%7C%5E%60", '"<>{}|^`'],
];

const ROUTES = ["secret/data/app/", "secret/metadata/app/", "sys/policies/acl/", "auth/userpass/users/"];
const METHODS = ["GET", "DELETE", "LIST", "POST"];

type Ask = (method: string, target: string) => Promise<RawAnswer>;

for (const transport of ["HTTP/1.1", "HTTP/1.1 over TLS", "HTTP/2"]) {
  describe(transport, () => {
    let front: Front;
    let ask: Ask;
    let connection: AsyncDisposable;
    before(async () => {
      front = await aFront({ tls: transport !== "HTTP/1.1" });
      [ask, connection] = await (transport === "HTTP/2" ? overHttp2(front) : overHttp1(front));
    });
    after(async () => {
      await connection[Symbol.asyncDispose]();
      await front[Symbol.asyncDispose]();
    });

    for (const [id, tail, message] of refused) {
      const shown = tail.length > 60 ? `${tail.slice(0, 20)}… (${tail.length} letters)` : tail;
      test(`${id}: ${shown} → 400 ${message}`, async () => {
        const reached = front.requests.length;
        for (const route of ROUTES) {
          for (const method of METHODS) assertRefusal(await ask(method, `/v1/${route}${tail}`), 400, message);
        }
        assert.equal(front.requests.length, reached, "nothing reached the core");
      });
    }

    for (const [id, tail, path] of distinct) {
      test(`${id}: ${tail} is the name ${JSON.stringify(path)}`, async () => {
        for (const route of ROUTES) {
          assert.equal((await ask("GET", `/v1/${route}${tail}`)).status, 200);
          assert.equal(front.requests.at(-1)?.path, route + path);
        }
      });
    }

    test("P7: an empty segment at the very front → 400", async () => {
      assertRefusal(await ask("GET", "/v1//secret/data/a"), 400, EMPTY);
      assertRefusal(await ask("GET", "/v1/%2fsecret/data/a"), 400, EMPTY);
    });

    test("P14: /V1/, //v1/ and what else is not below /v1/ → 404", async () => {
      for (const target of [
        "/V1/secret/a",
        "//v1/secret/a",
        "/v1",
        "/",
        "/ui/",
        "/v1x/a",
        "/%761/a",
        "/v2/a",
        "/v1%2fa",
      ])
        assertRefusal(await ask("GET", target), 404, "");
    });

    test("P17: list=true&list=false and other words → 400, empty and absent are no list", async () => {
      for (const query of ["list=true&list=false", "list=x", "list=yes", "list=2"])
        assertRefusal(await ask("GET", `/v1/secret/a?${query}`), 400, "");
      for (const [query, operation] of [
        ["list=1", "list"],
        ["list=t", "list"],
        ["list=TRUE", "list"],
        ["list", "read"],
        ["list=", "read"],
        ["list=false", "read"],
        ["List=true", "read"],
      ] as const) {
        await ask("GET", `/v1/secret/a?${query}`);
        assert.equal(front.requests.at(-1)?.operation, operation, query);
      }
    });

    test("queries are decoded strictly: plus is a space, broken escapes are refused, twice makes a list", async () => {
      await ask("GET", "/v1/a?x=1+2%2b3&y=%C3%A9&z=1&z=2&z=3&e&__proto__=p&a;b=c#d");
      assert.deepEqual(
        [...(front.requests.at(-1)?.parameters ?? [])],
        [
          ["x", "1 2+3"],
          ["y", "\u00e9"],
          ["z", ["1", "2", "3"]],
          ["e", ""],
          ["__proto__", "p"],
          ["a;b", "c#d"],
        ],
      );
      assertRefusal(await ask("GET", "/v1/a?x=%zz"), 400, "query has a malformed percent-escape");
      assertRefusal(await ask("GET", "/v1/a?x=%ff"), 400, "query is not valid UTF-8");
      const many = Array.from({ length: 1001 }, (_, at) => `p${at}`).join("&");
      assertRefusal(await ask("GET", `/v1/a?${many}`), 400, "a query has at most 1000 parameters");
    });

    test("a write to a path that ends in a slash → 400", async () => {
      assertRefusal(await ask("POST", "/v1/secret/a/"), 400, "cannot write to a path ending in '/'");
    });
  });
}

test("P6: a backslash as it is → 400 over HTTP/1.1", async () => {
  await using front = await aFront();
  const [ask, connection] = await overHttp1(front);
  await using _ = connection;
  assertRefusal(await ask("GET", "/v1/secret/a\\b"), 400, BACKSLASH);
  assertRefusal(await ask("GET", "/v1/secret/..\\b"), 400, BACKSLASH);
});

test("P10: bytes beyond ASCII that are not escaped → 400", async () => {
  await using front = await aFront();
  for (const target of ["/v1/secret/\u00e9", "/v1/secret/\u00c3\u00a9"]) {
    const [ask, connection] = await overHttp1(front);
    await using _ = connection;
    const { status } = await ask("GET", target);
    assert.equal(status, 400);
  }
  assert.equal(front.requests.length, 0);
});

test("P16: the absolute form of another host is a path like any other; nothing is dialled", async () => {
  await using front = await aFront();
  const [ask, connection] = await overHttp1(front);
  await using _ = connection;
  assert.equal((await ask("GET", "http://169.254.169.254/v1/secret/a?x=1")).status, 200);
  assert.equal(front.requests.at(-1)?.path, "secret/a");
  assertRefusal(await ask("GET", "http://10.0.0.1/latest/meta-data"), 404, "");
  assertRefusal(await ask("GET", "http://10.0.0.1"), 404, "");
});

async function overHttp1(front: Front): Promise<[Ask, AsyncDisposable]> {
  const connection = await RawConnection.open(front);
  const ask: Ask = async (method, target) => {
    const length = method === "POST" ? "Content-Length: 0\r\n" : "";
    await connection.send(`${method} ${target} HTTP/1.1\r\nHost: vault\r\n${length}\r\n`);
    return connection.answer();
  };
  return [ask, connection];
}

async function overHttp2(front: Front): Promise<[Ask, AsyncDisposable]> {
  const connection = await Http2Connection.open(front);
  return [(method, target) => connection.ask({ ":method": method, ":path": target }), connection];
}
