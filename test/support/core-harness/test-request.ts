// Requests in a test's words: method, path, body.
import { utf8 } from "#base/bytes.ts";
import { RawJson } from "#base/json/raw-json.ts";
import { Secret } from "#base/secret.ts";
import type { Operation } from "#contract/operation.ts";
import type { Parameter, Request } from "#contract/request.ts";
import { randomUuid } from "#crypto/random-text.ts";

export interface TestRequest {
  method: "GET" | "LIST" | "POST" | "PUT" | "PATCH" | "DELETE" | "HELP";
  /** Without `v1/`; a LIST gets its trailing slash. */
  path: string;
  body?: Readonly<Record<string, unknown>>;
  query?: Readonly<Record<string, string | readonly string[]>>;
  /** Default: the root token; `null`: none. */
  token?: string | null | undefined;
  from?: string;
  namespace?: string;
  headers?: Readonly<Record<string, string>>;
  wrapTtlSeconds?: number;
}

const OPERATIONS: Readonly<Record<TestRequest["method"], Operation>> = {
  GET: "read",
  LIST: "list",
  POST: "update",
  PUT: "update",
  PATCH: "patch",
  DELETE: "delete",
  HELP: "help",
};

export function asRequest(test: TestRequest, rootToken: string): Request {
  const isList = test.method === "LIST" && !test.path.endsWith("/");
  const token = test.token === undefined ? rootToken : test.token;
  const headers = new Map(Object.entries(test.headers ?? {}));
  return {
    id: randomUuid(),
    operation: OPERATIONS[test.method],
    path: isList ? `${test.path}/` : test.path,
    namespace: test.namespace ?? "root",
    parameters: parametersOf(test),
    token: token === null ? undefined : Secret.ofText(token),
    connection: { remoteAddress: test.from ?? "127.0.0.1", remotePort: 40_000 },
    headers: { get: (name) => headers.get(name), names: () => [...headers.keys()] },
    ...(test.wrapTtlSeconds !== undefined && { wrapTtlSeconds: test.wrapTtlSeconds }),
  };
}

function parametersOf({ body, query }: TestRequest): Map<string, Parameter> {
  const parameters = new Map<string, Parameter>(Object.entries(query ?? {}));
  for (const [name, value] of Object.entries(body ?? {})) {
    parameters.set(name, value instanceof RawJson ? value : new RawJson(utf8(JSON.stringify(value))));
  }
  return parameters;
}
