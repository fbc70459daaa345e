// Row H of the corpus of bad inputs: what is sent raw, and the one answer chosen for it.
import type { FrontOptions } from "#test/http/front.ts";

export const LIMIT = 65_536;

export interface BadHttp {
  id: string;
  says: string;
  send: string | string[];
  status: number;
  message: string;
  /** Whether the connection ends with the answer. */
  closes: boolean;
  front?: FrontOptions;
}

export const get = (headers: string, path = "/v1/secret/a"): string =>
  `GET ${path} HTTP/1.1\r\nHost: vault\r\n${headers}\r\n`;
const post = (headers: string, body: string, path = "/v1/secret/a"): string =>
  `POST ${path} HTTP/1.1\r\nHost: vault\r\n${headers}\r\n${body}`;
const MALFORMED = { status: 400, message: "malformed request", closes: true };
const CHUNKED = "Transfer-Encoding: chunked\r\n";

export const badHttpCases: BadHttp[] = [
  {
    id: "H3",
    says: "an unknown method",
    send: "FOO /v1/secret/a HTTP/1.1\r\nHost: vault\r\n\r\n",
    status: 400,
    message: "unsupported operation",
    closes: true,
  },
  {
    id: "H4",
    says: "Content-Length and Transfer-Encoding",
    send: post(`Content-Length: 6\r\n${CHUNKED}`, "0\r\n\r\nX"),
    ...MALFORMED,
  },
  {
    id: "H5",
    says: "two lengths",
    send: post("Content-Length: 2\r\nContent-Length: 3\r\n", "{}"),
    ...MALFORMED,
  },
  { id: "H5", says: "a signed length", send: post("Content-Length: +2\r\n", "{}"), ...MALFORMED },
  { id: "H5", says: "a list of lengths", send: post("Content-Length: 2, 2\r\n", "{}"), ...MALFORMED },
  {
    id: "H6",
    says: "an unknown transfer coding",
    send: post("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n"),
    status: 400,
    message: "unsupported transfer encoding",
    closes: true,
  },
  {
    id: "H7",
    says: "identity, then chunked",
    send: post("Transfer-Encoding: identity, chunked\r\n", "0\r\n\r\n"),
    status: 400,
    message: "unsupported transfer encoding",
    closes: true,
  },
  {
    id: "H7",
    says: "chunked twice",
    send: post(`${CHUNKED}${CHUNKED}`, "0\r\n\r\n"),
    ...MALFORMED,
  },
  {
    id: "H7",
    says: "chunked in HTTP/1.0",
    send: "POST /v1/secret/a HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
    status: 400,
    message: "unsupported transfer encoding",
    closes: true,
  },
  { id: "H8", says: "a bare line feed", send: "GET /v1/secret/a HTTP/1.1\nHost: vault\n\n", ...MALFORMED },
  { id: "H8", says: "a bare line feed after a header", send: get("X-A: b\nX-C: d\r\n"), ...MALFORMED },
  { id: "H9", says: "a folded header", send: get("X-A: b\r\n c\r\n"), ...MALFORMED },
  {
    id: "H10",
    says: "an enormous chunk",
    send: post(CHUNKED, "FFFFFFFFFFFFFFFF\r\n{}\r\n0\r\n\r\n"),
    status: 400,
    message: "malformed request: chunk size",
    closes: true,
  },
  {
    id: "H10",
    says: "a chunk that is more than 64 bits can say",
    send: post(CHUNKED, "1FFFFFFFFFFFFFFFF\r\n{}\r\n0\r\n\r\n"),
    ...MALFORMED,
  },
  {
    id: "H10",
    says: "a chunk that is longer than a body may be",
    send: post(CHUNKED, `${(LIMIT + 1).toString(16)}\r\n{}`),
    status: 413,
    message: `request body too large: at most ${LIMIT} bytes`,
    closes: true,
  },
  {
    id: "H11",
    says: "a long chunk extension",
    send: post(CHUNKED, `2;x=${"y".repeat(20_000)}\r\n{}\r\n0\r\n\r\n`),
    status: 413,
    message: "chunk extensions are too large",
    closes: true,
  },
  {
    id: "H12",
    says: "no Host",
    send: "GET /v1/secret/a HTTP/1.1\r\n\r\n",
    status: 400,
    message: "missing Host header",
    closes: true,
  },
  {
    id: "H12",
    says: "two Hosts",
    send: get("Host: other\r\n"),
    status: 400,
    message: "multiple host headers",
    closes: true,
  },
  {
    id: "H12",
    says: "a Host that is none",
    send: "GET /v1/secret/a HTTP/1.1\r\nHost: a/b?c\r\n\r\n",
    status: 400,
    message: "invalid Host header",
    closes: true,
  },
  {
    id: "H13",
    says: "two tokens",
    send: get("X-Vault-Token: a\r\nx-vault-token: b\r\n"),
    status: 400,
    message: "multiple tokens: X-Vault-Token is given twice",
    closes: false,
  },
  {
    id: "H15",
    says: "a token of 20 KB",
    send: get(`X-Vault-Token: ${"t".repeat(20_000)}\r\n`),
    status: 431,
    message: "a token has at most 8192 bytes",
    closes: false,
  },
  {
    id: "H15",
    says: "a bearer token of 20 KB",
    send: get(`Authorization: Bearer ${"t".repeat(20_000)}\r\n`),
    status: 431,
    message: "a token has at most 8192 bytes",
    closes: false,
  },
  {
    id: "H15",
    says: "headers of 70 KB",
    send: get(`X-A: ${"a".repeat(70_000)}\r\n`),
    status: 431,
    message: "request headers are too large",
    closes: true,
  },
  {
    id: "H16",
    says: "1,500 headers",
    send: get(Array.from({ length: 1500 }, (_, at) => `X-${at}: y\r\n`).join("")),
    status: 431,
    message: "a request has at most 256 headers",
    closes: false,
  },
  {
    id: "H17",
    says: "a body whose declared length is too long, before it is read",
    send: post(`Content-Length: ${LIMIT + 1}\r\n`, ""),
    status: 413,
    message: `request body too large: at most ${LIMIT} bytes`,
    closes: true,
  },
  {
    id: "H17",
    says: "a chunked body that becomes too long",
    send: post(CHUNKED, `${"4000\r\n".concat("a".repeat(0x4000), "\r\n").repeat(5)}`),
    status: 413,
    message: `request body too large: at most ${LIMIT} bytes`,
    closes: true,
  },
  {
    id: "H18",
    says: "headers that do not end",
    send: "GET /v1/secret/a HTTP/1.1\r\nHost: vault\r\nX-",
    status: 408,
    message: "the request took too long to arrive",
    closes: true,
  },
  {
    id: "H19",
    says: "a body that does not end",
    send: post("Content-Length: 20\r\n", "{"),
    status: 408,
    message: "the request took too long to arrive",
    closes: true,
  },
  {
    id: "H20",
    says: "a compressed body",
    send: post("Content-Encoding: gzip\r\nContent-Length: 2\r\n", "{}"),
    status: 415,
    message: "request bodies must not be compressed",
    closes: false,
  },
  ...["", "Content-Type: application/json\r\n", "Content-Type: application/merge-patch+jsonx\r\n"].map(
    (type) => ({
      id: "H22",
      says: `PATCH with ${type.trim() || "no type"}`,
      send: `PATCH /v1/secret/a HTTP/1.1\r\nHost: vault\r\n${type}Content-Length: 2\r\n\r\n{}`,
      status: 415,
      message: "PATCH requires Content-Type of application/merge-patch+json",
      closes: false,
    }),
  ),
  {
    id: "H23",
    says: "a negative wrap TTL",
    send: get("X-Vault-Wrap-TTL: -1\r\n"),
    status: 400,
    message: "error parsing X-Vault-Wrap-TTL header: requested wrap ttl cannot be negative",
    closes: false,
  },
  {
    id: "H23",
    says: "a wrap TTL that is no duration",
    send: get("X-Vault-Wrap-TTL: 1d2h\r\n"),
    status: 400,
    message: "error parsing X-Vault-Wrap-TTL header: expected a duration",
    closes: false,
  },
  {
    id: "H24",
    says: "a namespace that is no path",
    send: get("X-Vault-Namespace: ../x\r\n"),
    status: 400,
    message: "X-Vault-Namespace is no namespace path",
    closes: false,
  },
  {
    id: "H25",
    says: "no X-Forwarded-For where it is required",
    send: get(""),
    status: 400,
    message: "missing x-forwarded-for header and configured to reject when not present",
    closes: false,
    front: {
      app: {
        forwardedFor: {
          authorizedAddrs: ["127.0.0.1"],
          hopSkips: 0,
          rejectNotAuthorized: true,
          rejectNotPresent: true,
        },
      },
    },
  },
  {
    id: "H26",
    says: "CONNECT",
    send: "CONNECT 10.0.0.1:80 HTTP/1.1\r\nHost: 10.0.0.1:80\r\n\r\n",
    status: 405,
    message: "unsupported operation",
    closes: true,
  },
  ...["TRACE", "OPTIONS", "HEAD"].map((method) => ({
    id: "H26",
    says: method,
    send: `${method} /v1/secret/a HTTP/1.1\r\nHost: vault\r\n\r\n`,
    status: 405,
    message: method === "HEAD" ? "HEAD" : "unsupported operation",
    closes: false,
  })),
];
