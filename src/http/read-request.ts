// HTTP becomes a Request: method, canonical path, parameters, token, address. Nothing of HTTP is left after this.
import type { IncomingMessage } from "node:http";
import { parseDurationSeconds } from "#base/duration.ts";
import { andThen, type MaybePromise } from "#base/maybe-promise.ts";
import { Secret } from "#base/secret.ts";
import { VaultError } from "#base/vault-error.ts";
import type { Operation } from "#contract/operation.ts";
import type { Connection, Parameter, Request } from "#contract/request.ts";
import { randomUuid } from "#crypto/random-text.ts";
import { canonicalPath, rawPathOf, rawQueryOf } from "./canonical-path.ts";
import type { RequestLimits } from "./limits.ts";
import { namespaceOf } from "./namespace-header.ts";
import { parseBody } from "./parse-body.ts";
import { parseQuery, queryFlag } from "./query.ts";
import { hasBody, readBody } from "./read-body.ts";
import { IncomingHeaders, type PickedHeaders, pickHeaders } from "./request-headers.ts";

const PREFIX = "/v1/";
const MERGE_PATCH = "application/merge-patch+json";
/** Bodies that go to their handler as they come (vault-api.md §2.2). */
const RAW_BODY_PATHS = new Set(["sys/storage/raft/snapshot", "sys/storage/raft/snapshot-force"]);

export interface ReadRequestOptions {
  limits: RequestLimits;
  connectionOf(incoming: IncomingMessage, forwardedFor: readonly string[]): Connection;
}

/** @throws VaultError */
export function readRequest(incoming: IncomingMessage, options: ReadRequestOptions): MaybePromise<Request> {
  const target = incoming.url ?? "/";
  const rawPath = rawPathOf(target);
  if (!rawPath.startsWith(PREFIX)) throw new VaultError("unsupported_path", "");
  const headers = pickHeaders(incoming.rawHeaders);
  const query = parseQuery(rawQueryOf(target));
  const path = canonicalPath(rawPath.slice(PREFIX.length));
  const operation = operationOf(incoming.method ?? "GET", query);
  const body = takesBody(operation)
    ? bodyOf(incoming, { headers, path, operation, limits: options.limits })
    : query;
  return andThen(body, (parameters) => ({
    id: randomUuid(),
    operation,
    path: operation === "list" && !path.endsWith("/") ? `${path}/` : path,
    namespace: namespaceOf(headers.namespace),
    parameters: parameters instanceof Map ? parameters : query,
    token: headers.token === undefined ? undefined : Secret.ofText(headers.token),
    connection: options.connectionOf(incoming, headers.forwardedFor),
    headers: new IncomingHeaders(incoming.headers),
    ...(parameters === "raw" && { rawBody: incoming }),
    ...wrapTtlOf(headers),
  }));
}

function operationOf(method: string, query: ReadonlyMap<string, Parameter>): Operation {
  switch (method) {
    case "GET":
    case "HEAD":
      if (queryFlag(query, "help")) return "help";
      return queryFlag(query, "list") ? "list" : "read";
    case "POST":
    case "PUT":
      return "update";
    case "DELETE":
      return "delete";
    case "LIST":
      return "list";
    case "PATCH":
      return "patch";
    case "HELP":
      return "help";
    default:
      throw new VaultError("unsupported_operation", "unsupported operation");
  }
}

function takesBody(operation: Operation): boolean {
  return operation === "update" || operation === "patch";
}

interface BodyContext {
  headers: PickedHeaders;
  path: string;
  operation: Operation;
  limits: RequestLimits;
}

function bodyOf(
  incoming: IncomingMessage,
  context: BodyContext,
): MaybePromise<Map<string, Parameter> | "raw"> {
  const { headers, path, operation, limits } = context;
  if (path.endsWith("/")) throw new VaultError("invalid_request", "cannot write to a path ending in '/'");
  if (headers.contentEncoding !== undefined && headers.contentEncoding !== "identity") {
    throw new VaultError("unsupported_media_type", "request bodies must not be compressed");
  }
  if (operation === "patch") demandMergePatch(headers.contentType);
  if (RAW_BODY_PATHS.has(path)) return "raw";
  if (!hasBody(incoming)) return new Map();
  return readBody(incoming, limits.maxBodyBytes).then((body) => parseBody(body, headers.contentType, limits));
}

function demandMergePatch(contentType: string | undefined): void {
  if (contentType?.split(";")[0]?.trim() === MERGE_PATCH) return;
  throw new VaultError("unsupported_media_type", `PATCH requires Content-Type of ${MERGE_PATCH}`);
}

function wrapTtlOf({ wrapTtl }: PickedHeaders): { wrapTtlSeconds?: number } {
  if (wrapTtl === undefined || wrapTtl === "") return {};
  const seconds = parseDurationSeconds(wrapTtl);
  if (typeof seconds === "number") return seconds > 0 ? { wrapTtlSeconds: seconds } : {};
  const reason = seconds === "negative" ? "requested wrap ttl cannot be negative" : "expected a duration";
  throw new VaultError("invalid_request", `error parsing X-Vault-Wrap-TTL header: ${reason}`);
}
