// A client's request between two nodes, with all that decides about it: address, certificate and headers travel along.

import { RawJson } from "#base/json/raw-json.ts";
import { Secret } from "#base/secret.ts";
import type { Operation } from "#contract/operation.ts";
import type { Parameter, Request, RequestHeaders } from "#contract/request.ts";
import { coffer } from "#proto/forwarding.js";

const { Request: Message } = coffer.forwarding.v1;
type IParameter = coffer.forwarding.v1.IParameter;
type IRequest = coffer.forwarding.v1.IRequest;

const OPERATIONS: ReadonlySet<string> = new Set<Operation>([
  "read",
  "create",
  "update",
  "delete",
  "list",
  "patch",
  "help",
]);

/** @param request without a raw body */
export function encodeRequest(request: Request): Uint8Array {
  const { connection, headers, token } = request;
  return Message.encode({
    id: request.id,
    operation: request.operation,
    path: request.path,
    namespace: request.namespace,
    parameters: [...request.parameters].map(parameterOf),
    ...(token && { token: token.reveal(), hasToken: true }),
    remoteAddress: connection.remoteAddress,
    remotePort: connection.remotePort,
    ...(connection.clientCertificate && { clientCertificate: connection.clientCertificate }),
    headers: headers.names().map((name) => ({ name, value: headers.get(name) ?? "" })),
    wrapTtlSeconds: request.wrapTtlSeconds ?? 0,
    isOpenToAnybody: request.isOpenToAnybody === true,
  }).finish();
}

/** `undefined`: it is none. */
export function decodeRequest(bytes: Uint8Array): Request | undefined {
  const message = decoded(bytes);
  if (message === undefined || !OPERATIONS.has(message.operation ?? "")) return undefined;
  const certificate = message.clientCertificate;
  return {
    id: message.id ?? "",
    operation: message.operation as Operation,
    path: message.path ?? "",
    namespace: message.namespace ?? "",
    parameters: new Map((message.parameters ?? []).map((one) => [one.name ?? "", parameterFrom(one)])),
    token: message.hasToken === true ? new Secret(Uint8Array.from(message.token ?? [])) : undefined,
    connection: {
      remoteAddress: message.remoteAddress ?? "",
      remotePort: message.remotePort ?? 0,
      ...(certificate && certificate.length > 0 && { clientCertificate: Uint8Array.from(certificate) }),
    },
    headers: new ForwardedHeaders(message),
    ...(message.isOpenToAnybody && { isOpenToAnybody: true }),
    ...(message.wrapTtlSeconds && { wrapTtlSeconds: Number(message.wrapTtlSeconds) }),
  };
}

function decoded(bytes: Uint8Array): IRequest | undefined {
  try {
    return Message.decode(bytes);
  } catch {
    return undefined;
  }
}

function parameterOf([name, value]: [string, Parameter]): IParameter {
  if (typeof value === "string") return { name, text: value };
  return value instanceof RawJson ? { name, json: value.bytes } : { name, texts: { texts: [...value] } };
}

function parameterFrom({ json, text, texts }: IParameter): Parameter {
  if (json) return new RawJson(Uint8Array.from(json));
  return texts ? (texts.texts ?? []) : (text ?? "");
}

class ForwardedHeaders implements RequestHeaders {
  readonly #values: ReadonlyMap<string, string>;

  constructor({ headers }: IRequest) {
    this.#values = new Map((headers ?? []).map(({ name, value }) => [name ?? "", value ?? ""]));
  }

  get(name: string): string | undefined {
    return this.#values.get(name.toLowerCase());
  }

  names(): readonly string[] {
    return [...this.#values.keys()];
  }
}
