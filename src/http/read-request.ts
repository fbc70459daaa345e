// HTTP becomes a Request: method, canonical path, parameters, token, address. Nothing of HTTP is left after this.
import type { IncomingMessage, ServerResponse } from "node:http";
import { andThen, type MaybePromise } from "#base/maybe-promise.ts";
import { Secret } from "#base/secret.ts";
import { VaultError } from "#base/vault-error.ts";
import type { Operation } from "#contract/operation.ts";
import type { Parameter, Request } from "#contract/request.ts";
import { randomUuid } from "#crypto/random-text.ts";
import { canonicalPath } from "./canonical-path.ts";
import type { Connections } from "./connections.ts";
import { checkUnusedHeaders, wrapTtlOf } from "./control-headers.ts";
import type { Deadlines } from "./deadlines.ts";
import { FramingError } from "./framing-error.ts";
import { IncomingHeaders } from "./incoming-headers.ts";
import type { RequestLimits } from "./limits.ts";
import { namespaceOf } from "./namespace-header.ts";
import { operationOf } from "./operation-of.ts";
import { parseBody } from "./parse-body.ts";
import { type PickedHeaders, pickHeaders } from "./picked-headers.ts";
import { NO_PARAMETERS, parseQuery } from "./query.ts";
import { checkDeclaredLength, hasBody, readBody } from "./read-body.ts";
import { rawPathOf, rawQueryOf } from "./request-target.ts";

const PREFIX = "/v1/";
const MERGE_PATCH = "application/merge-patch+json";
/** Bodies that go to their handler as they come (vault-api.md §2.2). */
const RAW_BODY_PATHS = new Set(["sys/storage/raft/snapshot", "sys/storage/raft/snapshot-force"]);

/** What reading takes from its listener. */
export interface ReadRequestOptions {
  limits: RequestLimits;
  connections: Connections;
  /** How long a body may take to come in; HTTP/1's are watched by node itself. */
  bodyDeadlines: Deadlines;
  /** Request paths of what is asked for outside /v1/, by raw path. */
  aliases?: ReadonlyMap<string, string>;
}

export interface Exchange {
  incoming: IncomingMessage;
  outgoing: ServerResponse;
}

/** @throws VaultError */
export function readRequest(exchange: Exchange, options: ReadRequestOptions): MaybePromise<Request> {
  const { incoming } = exchange;
  const target = incoming.url ?? "/";
  const headers = pickHeaders(incoming.rawHeaders);
  checkFraming(incoming, headers);
  const rawPath = rawPathOf(target);
  const alias = options.aliases?.get(rawPath);
  if (alias === undefined && !rawPath.startsWith(PREFIX)) throw new VaultError("unsupported_path", "");
  const query = parseQuery(rawQueryOf(target));
  const path = alias ?? canonicalPath(rawPath.slice(PREFIX.length));
  const operation = operationOf(incoming.method ?? "", path, query);
  const request = requestOf(incoming, { headers, operation, path, query }, options);
  if (operation !== "update" && operation !== "patch") return request;
  return andThen(bodyOf(exchange, { headers, path, operation }, options), (parameters) => {
    if (parameters === "raw") request.rawBody = incoming;
    else request.parameters = parameters;
    return request;
  });
}

interface Head {
  headers: PickedHeaders;
  operation: Operation;
  path: string;
}

function requestOf(
  incoming: IncomingMessage,
  { headers, operation, path, query }: Head & { query: ReadonlyMap<string, Parameter> },
  { connections }: ReadRequestOptions,
): Request {
  const isWrite = operation === "update" || operation === "patch";
  const request: Request = {
    id: randomUuid(),
    operation,
    path: operation === "list" && !path.endsWith("/") ? `${path}/` : path,
    namespace: namespaceOf(headers.namespace),
    // A write's parameters are its body alone.
    parameters: isWrite ? NO_PARAMETERS : query,
    token: headers.token === undefined ? undefined : secretOf(headers.token),
    connection: connections.of(incoming, headers.forwardedFor),
    headers: new IncomingHeaders(incoming.headers),
  };
  const wrapTtlSeconds = headers.wrapTtl === undefined ? undefined : wrapTtlOf(headers.wrapTtl);
  if (wrapTtlSeconds !== undefined) request.wrapTtlSeconds = wrapTtlSeconds;
  checkUnusedHeaders(headers);
  return request;
}

/** Node reads headers as Latin-1: a byte a letter. */
function secretOf(token: string): Secret {
  return new Secret(Buffer.from(token, "latin1"));
}

/** Node takes what two readers may cut differently (security.md §2); proxies in front may be such readers. */
function checkFraming(incoming: IncomingMessage, { host, transferEncoding }: PickedHeaders): void {
  if (incoming.httpVersionMajor !== 1) return;
  if (host === undefined && incoming.httpVersionMinor > 0) throw new FramingError("missing Host header");
  if (transferEncoding === undefined) return;
  if (transferEncoding.toLowerCase() !== "chunked" || incoming.httpVersionMinor === 0) {
    throw new FramingError("unsupported transfer encoding");
  }
}

function bodyOf(
  { incoming, outgoing }: Exchange,
  { headers, path, operation }: Head,
  { limits, bodyDeadlines }: ReadRequestOptions,
): MaybePromise<ReadonlyMap<string, Parameter> | "raw"> {
  if (path.endsWith("/")) throw new VaultError("invalid_request", "cannot write to a path ending in '/'");
  if (headers.contentEncoding !== undefined && headers.contentEncoding.toLowerCase() !== "identity") {
    throw new VaultError("unsupported_media_type", "request bodies must not be compressed");
  }
  if (operation === "patch") demandMergePatch(headers.contentType);
  if (!hasBody(incoming)) return NO_PARAMETERS;
  const isRaw = RAW_BODY_PATHS.has(path);
  if (!isRaw) checkDeclaredLength(incoming, limits.maxBodyBytes);
  // Who asked whether to send the body hears so only now: what was refused above need not be sent.
  if (incoming.headers.expect !== undefined) outgoing.writeContinue();
  if (isRaw) return "raw";
  const body = readBody(incoming, limits.maxBodyBytes, (bytes) =>
    parseBody(bytes, headers.contentType, limits.json),
  );
  return incoming.httpVersionMajor === 2 ? bodyDeadlines.within(body, bodyTimedOut) : body;
}

function bodyTimedOut(): VaultError {
  return new VaultError("timed_out", "the request took too long to arrive");
}

function demandMergePatch(contentType: string | undefined): void {
  if (contentType?.split(";", 1)[0]?.trim().toLowerCase() === MERGE_PATCH) return;
  throw new VaultError("unsupported_media_type", `PATCH requires Content-Type of ${MERGE_PATCH}`);
}
