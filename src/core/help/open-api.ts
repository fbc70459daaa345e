// Declared paths as an OpenAPI 3.0.2 document, in the dialect that Vault's user interface and generators read.
import type { JsonObject } from "#base/json/raw-json.ts";
import { VAULT_VERSION } from "#base/version.ts";
import type { Field, Fields } from "#contract/fields/field.ts";
import type { DeclaredOperation } from "#contract/operation.ts";
import type { Access, AnyPath } from "#contract/path.ts";

const INFO = {
  title: "Vault API",
  description: "The HTTP API of a Coffer server. All API routes are prefixed with `/v1/`.",
  version: VAULT_VERSION,
  license: { name: "Apache-2.0", url: "https://www.apache.org/licenses/LICENSE-2.0" },
};
const MERGE_PATCH = "application/merge-patch+json";
const OK = { 200: { description: "OK" } };
const NOTHING = { 204: { description: "empty body" } };

export function openApiOf(paths: readonly AnyPath<unknown>[]): JsonObject {
  const described = paths.map((path) => [templateOf(path.pattern), pathItem(path)] as const);
  return {
    openapi: "3.0.2",
    info: INFO,
    paths: Object.fromEntries(described),
    components: { schemas: {} },
  };
}

/** `roles/:name/:rest*` as `/roles/{name}/{rest}`. */
function templateOf(pattern: string): string {
  const words = pattern.split("/").map((word) => (word.startsWith(":") ? `{${nameOf(word)}}` : word));
  return `/${words.join("/")}`;
}

function nameOf(word: string): string {
  return word.slice(1).replace("*", "");
}

function pathItem(path: AnyPath<unknown>): JsonObject {
  const { pattern, operations, access, exists, summary } = path;
  const captured = pattern
    .split("/")
    .filter((word) => word.startsWith(":"))
    .map(nameOf);
  const body = bodySchema(path.fields, captured);
  return {
    description: path.description ?? summary,
    ...accessFlag(access),
    ...(exists && { "x-vault-createSupported": true }),
    ...(captured.length > 0 && { parameters: captured.map((name) => parameter(name, path.fields[name])) }),
    ...(operations.update && {
      post: operation(path, "update", { requestBody: content("application/json", body) }),
    }),
    ...(operations.patch && { patch: operation(path, "patch", { requestBody: content(MERGE_PATCH, body) }) }),
    ...((operations.read || operations.list) && { get: get(path) }),
    ...(operations.delete && { delete: operation(path, "delete", { responses: NOTHING }) }),
  };
}

/** Reading and listing share GET. */
function get(path: AnyPath<unknown>): JsonObject {
  const { read, list } = path.operations;
  if (!list) return operation(path, "read", {});
  const flag = { name: "list", in: "query", schema: { type: "string", ...(!read && { enum: ["true"] }) } };
  const parameters = [{ ...flag, description: "Return a list if `true`", ...(!read && { required: true }) }];
  return operation(path, read ? "read" : "list", { parameters });
}

function operation(path: AnyPath<unknown>, name: DeclaredOperation, more: JsonObject): JsonObject {
  const declared = path.operations[name];
  return {
    summary: declared?.summary ?? path.summary,
    ...accessFlag(declared?.access),
    responses: OK,
    ...more,
  };
}

/** Who may call, where that is not "any token with the capability". */
function accessFlag(access: Access | undefined): JsonObject {
  if (access === "none") return { "x-vault-unauthenticated": true };
  return access === "sudo" ? { "x-vault-sudo": true } : {};
}

function parameter(name: string, field: Field<unknown> | undefined): JsonObject {
  const description = field?.description ?? "";
  return { name, description, in: "path", schema: { type: "string" }, required: true };
}

function content(type: string, schema: JsonObject): JsonObject {
  return { content: { [type]: { schema } } };
}

function bodySchema(fields: Fields, captured: readonly string[]): JsonObject {
  const own = Object.entries(fields).filter(([name]) => !captured.includes(name));
  return {
    type: "object",
    properties: Object.fromEntries(own.map(([name, field]) => [name, property(field)])),
  };
}

function property(field: Field<unknown>): JsonObject {
  return {
    ...typeOf(field),
    description: field.description,
    ...(field.sensitive === true && { "x-vault-displayAttrs": { sensitive: true } }),
  };
}

function typeOf({ type }: Field<unknown>): JsonObject {
  if (type === "any") return {};
  if (type === "duration") return { type: "integer", format: "seconds" };
  return type === "array" ? { type, items: { type: "string" } } : { type };
}
