// Row J of the corpus of bad inputs: JSON bodies. One chosen answer each, over HTTP/1.1, TLS and HTTP/2.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { VaultError } from "#base/vault-error.ts";
import { textList } from "#contract/fields/collections.ts";
import { integer, seconds, text } from "#contract/fields/scalars.ts";
import type { Request } from "#contract/request.ts";
import type { Answer } from "#core/core.ts";
import { readFields } from "#core/read-fields.ts";
import { assertRefusal } from "#test/http/assert-refusal.ts";
import { aFront, anAnswer, echo, type Front } from "#test/http/front.ts";
import { Http2Connection } from "#test/http/http2-connection.ts";
import { type RawAnswer, RawConnection } from "#test/http/raw-connection.ts";

const FAILED = "failed to parse JSON input: ";

interface Case {
  id: string;
  says: string;
  body: string | Uint8Array;
  status: number;
  message: string;
}

const refused = (id: string, says: string, body: string | Uint8Array, message: string): Case => ({
  id,
  says,
  body,
  status: 400,
  message: `${FAILED}${message}`,
});
const tooLarge = (id: string, says: string, body: string, message: string): Case => ({
  ...refused(id, says, body, message),
  status: 413,
});
const bytes = (...parts: (string | number[])[]): Uint8Array =>
  Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part) : Buffer.from(part))));

const cases: Case[] = [
  refused("J2", "cut off in an object", '{"data":{"a":1}', "expected ','"),
  refused("J2", "cut off in a string", '{"data":"a', "unterminated string"),
  refused("J2", "cut off after a name", '{"data"', "expected ':'"),
  refused("J2", "text behind the document", '{"a":1} x', "unexpected text after the document"),
  refused("J2", "a second document", '{"a":1}{"a":2}', "unexpected text after the document"),
  refused(
    "J3",
    "a million lists in each other",
    `{"a":${"[".repeat(1_000_000)}`,
    "exceeded maximum depth of 500",
  ),
  refused(
    "J3",
    "a million objects in each other",
    '{"a":'.repeat(1_000_000),
    "exceeded maximum depth of 500",
  ),
  tooLarge(
    "J4",
    "32 MiB of empty objects",
    `{"a":[${"{},".repeat(11_000_000)}{}]}`,
    "exceeded maximum estimated memory limits: more than 10000 elements in an array",
  ),
  tooLarge(
    "J4",
    "lists of lists of empty objects",
    `{"a":[${`[${"{},".repeat(9_000)}{}],`.repeat(100)}{}]}`,
    "exceeded maximum estimated memory limits: more than 500000 values",
  ),
  tooLarge(
    "J4",
    "30 strings of a megabyte and 20,000 numbers",
    `{"a":[${`"${"x".repeat(1_048_576)}",`.repeat(31)}${`[${"1,".repeat(9_999)}1],`.repeat(10)}0]}`,
    "exceeded maximum estimated memory limits: 34078720 bytes",
  ),
  tooLarge(
    "J5",
    "100,000 strings",
    `{"a":[${'"x",'.repeat(100_000)}"x"]}`,
    "exceeded maximum number of strings: more than 10000 elements in an array",
  ),
  tooLarge(
    "J5",
    "100,000 strings, 5,000 to a list",
    `{"a":[${`[${'"x",'.repeat(4_999)}"x"],`.repeat(20)}1]}`,
    "exceeded maximum number of strings: 20000",
  ),
  refused("J6", "a parameter twice", '{"a":1,"a":2}', "a parameter stands twice in the request"),
  refused(
    "J6",
    "a parameter twice, once escaped",
    '{"a":1,"\\u0061":2}',
    "a parameter stands twice in the request",
  ),
  ...["[1]", '"a"', "nulls", "[null]", "5", "true"].map((body) =>
    refused("J8", `${body} for a document`, body, "expected an object"),
  ),
  refused("J10", "NaN", '{"a":NaN}', "unexpected character"),
  refused("J10", "Infinity", '{"a":-Infinity}', "bad number"),
  ...["01", "1.", ".5", "+1", "1e", "0x1"].map((number) =>
    refused("J10", `the number ${number}`, `{"a":${number}}`, numberMessage(number)),
  ),
  refused("J11", "a lone high surrogate", '{"a":"\\ud800"}', "lone surrogate in a string"),
  refused("J11", "a lone low surrogate as a name", '{"\\udc00":1}', "lone surrogate in a string"),
  refused("J11", "surrogates in the wrong order", '{"a":"\\udc00\\ud800"}', "lone surrogate in a string"),
  refused("J12", "a byte that is not UTF-8", bytes('{"a":"', [0xff], '"}'), "invalid UTF-8"),
  refused("J12", "an overlong form", bytes('{"a":"', [0xc0, 0xae], '"}'), "invalid UTF-8"),
  refused("J12", "a surrogate in UTF-8", bytes('{"a":"', [0xed, 0xa0, 0x80], '"}'), "invalid UTF-8"),
  refused("J12", "a byte order mark", bytes([0xef, 0xbb, 0xbf], '{"a":1}'), "expected an object"),
  refused("J12", "UTF-16", bytes([0xff, 0xfe, 0x7b, 0x00]), "expected an object"),
  refused("J12", "a control character in a string", '{"a":"\u0001"}', "control character in a string"),
  refused(
    "J14",
    "a name of 2 MB",
    `{"${"n".repeat(2_000_000)}":1}`,
    "exceeded maximum name length of 1048576 bytes",
  ),
  tooLarge(
    "J14",
    "a string of 2 MB",
    `{"a":"${"n".repeat(2_000_000)}"}`,
    "exceeded maximum string length of 1048576 bytes",
  ),
  tooLarge(
    "J15",
    "100,000 names",
    `{"a":{${Array.from({ length: 100_000 }, (_, at) => `"${at * 65_536}":1`).join()}}}`,
    "exceeded maximum number of strings: more than 10000 members in an object",
  ),
];

function numberMessage(number: string): string {
  if (number === "01" || number === "0x1") return "expected ','";
  return number === "+1" || number === ".5" ? "unexpected character" : "bad number";
}

const fields = {
  ttl: seconds("T."),
  count: integer("C."),
  name: text("N."),
  names: textList("L."),
  policies: textList("P."),
};

/** Reads fields as the core does, under `fields/`; elsewhere what was asked comes back. */
function core(request: Request): Answer {
  if (request.path !== "fields/read") return echo(request);
  const { values, warnings } = readFields({ fields, parameters: request.parameters, captured: new Map() });
  if (values.name === undefined) throw new VaultError("invalid_request", "missing name");
  return anAnswer(request, values as never, { warnings });
}

type Ask = (path: string, body: string | Uint8Array) => Promise<RawAnswer>;
const transports: [string, (front: Front) => Promise<{ ask: Ask } & AsyncDisposable>, boolean][] = [
  ["HTTP/1.1", overHttp1, false],
  ["HTTP/1.1 over TLS", overHttp1, true],
  ["HTTP/2", overHttp2, true],
];

for (const [transport, open, tls] of transports) {
  describe(transport, () => {
    let front: Front;
    before(async () => {
      front = await aFront({ tls, handle: core });
    });
    after(() => front[Symbol.asyncDispose]());

    for (const { id, says, body, status, message } of cases) {
      test(`${id}: ${says} → ${status}`, async () => {
        await using connection = await open(front);
        const reached = front.requests.length;
        assertRefusal(await connection.ask("secret/a", body), status, message);
        assert.equal(front.requests.length, reached);
        assert.deepEqual(front.faults, []);
      });
    }

    async function ask(path: string, body: string): Promise<RawAnswer> {
      await using connection = await open(front);
      return await connection.ask(path, body);
    }

    test("J1: nothing where something is needed → 400 that names the field", async () => {
      for (const body of ["", "  \n", "{}"])
        assertRefusal(await ask("fields/read", body), 400, "missing name");
    });

    test("J8: null is what Go's client sends for no data at all", async () => {
      for (const body of ["null", " null\n"]) {
        assert.deepEqual(JSON.parse((await ask("secret/a", body)).body).data.parameters, {});
      }
    });

    test("J7: __proto__ in a body changes nobody's rights", async () => {
      const body =
        '{"__proto__":{"policies":["root"]},"constructor":{"prototype":{"policies":["root"]}},"name":"n"}';
      const answer = JSON.parse((await ask("fields/read", body)).body);
      assert.deepEqual(answer.data, { name: "n" });
      assert.deepEqual(answer.warnings, [
        "Endpoint ignored these unrecognized parameters: [__proto__ constructor]",
      ]);
      assert.equal(({} as Record<string, unknown>).policies, undefined);
    });

    test("J9: integers beyond 2^53 come back as they were sent, or are refused where a number is computed with", async () => {
      const { body } = await ask("secret/a", '{"n":9007199254740993,"f":1e400,"z":-0,"d":1.10}');
      assert.match(body, /"parameters":\{"n":9007199254740993,"f":1e400,"z":-0,"d":1\.10\}/);
      for (const number of ["9007199254740993", "1e400", "1.5"]) {
        assertRefusal(
          await ask("fields/read", `{"count":${number}}`),
          400,
          'Field validation failed: error converting input for field "count": expected an integer',
        );
      }
      assert.equal((await ask("fields/read", '{"ttl":9007199254740993,"name":"n"}')).status, 400);
    });

    test("J13: a value of another kind → 400 that names the field and not the value", async () => {
      for (const [body, field, expected] of [
        ['{"count":"canary"}', "count", "an integer"],
        ['{"count":{"canary":1}}', "count", "an integer"],
        ['{"name":["canary"]}', "name", "a string"],
        ['{"names":{"canary":1}}', "names", "a list of strings or a comma-separated string"],
        ['{"ttl":"canary"}', "ttl", 'a duration in seconds or like "1h30m"'],
      ]) {
        const message = `Field validation failed: error converting input for field "${field}": expected ${expected}`;
        assertRefusal(await ask("fields/read", body ?? ""), 400, message);
      }
    });

    test("J4, J5, J15: bombs are refused quickly and keep no memory (CVE-2025-6203, CVE-2025-59043, CVE-2025-12044)", async () => {
      const bombs = cases.filter(({ id }) => ["J3", "J4", "J5", "J15"].includes(id));
      await using connection = await open(front);
      for (const { body, id, says } of bombs) {
        const sent = Buffer.from(body);
        const before = process.cpuUsage();
        await connection.ask("secret/a", sent);
        const { user } = process.cpuUsage(before);
        // This process sends the bomb too; the scan alone is timed in the scanner's own test.
        assert.ok(user < 2_000_000, `${id} ${says}: ${user} µs of CPU`);
      }
    });
  });
}

async function overHttp1(front: Front): Promise<{ ask: Ask } & AsyncDisposable> {
  const connection = await RawConnection.open(front);
  const ask: Ask = async (path, body) => {
    const sent = Buffer.from(body);
    await connection.send(
      `POST /v1/${path} HTTP/1.1\r\nHost: vault\r\nContent-Length: ${sent.length}\r\n\r\n`,
    );
    await connection.send(sent);
    return connection.answer();
  };
  return { ask, [Symbol.asyncDispose]: () => connection[Symbol.asyncDispose]() };
}

async function overHttp2(front: Front): Promise<{ ask: Ask } & AsyncDisposable> {
  const connection = await Http2Connection.open(front);
  const ask: Ask = (path, body) => connection.ask({ ":method": "POST", ":path": `/v1/${path}` }, body);
  return { ask, [Symbol.asyncDispose]: () => connection[Symbol.asyncDispose]() };
}
