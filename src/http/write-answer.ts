// An Answer or a refusal becomes status, headers and body: which of 200, 202, 204 and 404 is decided here
// (vault-api.md §2.4, §2.5).
import { encodeJson } from "#base/json/write-json.ts";
import { VaultError } from "#base/vault-error.ts";
import type { Answer } from "#core/core.ts";
import { envelope } from "./envelope.ts";
import { statusOf } from "./status-of.ts";

export interface HttpAnswer {
  status: number;
  contentType: string | undefined;
  body: Uint8Array | ReadableStream<Uint8Array> | undefined;
  headers?: Readonly<Record<string, string>> | undefined;
}

const JSON_TYPE = "application/json";
const NO_ERRORS: HttpAnswer = {
  status: 404,
  contentType: JSON_TYPE,
  body: new TextEncoder().encode('{"errors":[]}\n'),
};

export function writeAnswer(answer: Answer, path: string): HttpAnswer {
  const { reply, operation } = answer;
  if (reply?.raw) {
    const { contentType, body } = reply.raw;
    return { status: reply.status ?? 200, contentType, body, headers: reply.headers };
  }
  if (isNothing(answer)) {
    if (operation === "read" || operation === "list" || operation === "help") return NO_ERRORS;
    return { status: reply?.status ?? 204, contentType: undefined, body: undefined };
  }
  const status = reply?.status ?? 200;
  const body = reply?.bare ? encodeJson(reply.data ?? {}) : envelope(answer, path);
  return { status, contentType: JSON_TYPE, body, headers: reply?.headers };
}

/** No reply; for a list also one without names, unless it has something to say. */
function isNothing({ reply, auth, operation }: Answer): boolean {
  if (auth) return false;
  if (!reply) return true;
  if (operation !== "list" || reply.data === undefined || !("keys" in reply.data)) return false;
  const { keys } = reply.data;
  return !Array.isArray(keys) || keys.length === 0;
}

/** What a refusal says, and nothing of why: that is for the log. */
export function writeError(error: unknown): HttpAnswer {
  const refusal = error instanceof VaultError ? error : new VaultError("internal", "internal error");
  const status = statusOf(refusal.code);
  const errors = refusal.message === "" ? [] : [refusal.message];
  const body = encodeJson({
    errors,
    ...(refusal.data !== undefined && { data: refusal.data as never }),
    ...(refusal.warnings.length > 0 && { warnings: refusal.warnings }),
  });
  const headers = refusal.code === "not_executed" ? { "retry-after": "1" } : undefined;
  return { status, contentType: JSON_TYPE, body, headers };
}
