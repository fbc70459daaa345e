// An Answer or a refusal becomes status, headers and body: which of 200, 202, 204 and 404 is decided here
// (vault-api.md §2.4, §2.5).
import type { JsonObject } from "#base/json/raw-json.ts";
import { JsonText } from "#base/json/write-json.ts";
import { VaultError } from "#base/vault-error.ts";
import { Redirection } from "#cluster/forwarding/redirection.ts";
import { RelayedAnswer } from "#cluster/forwarding/relayed-answer.ts";
import type { Answer } from "#core/core.ts";
import { envelope } from "./envelope.ts";
import { jsonBody } from "./json-body.ts";
import { originFormOf } from "./request-target.ts";
import { statusOf } from "./status-of.ts";

export interface HttpAnswer {
  status: number;
  contentType: string | undefined;
  body: Uint8Array | ReadableStream<Uint8Array> | undefined;
  headers?: Readonly<Record<string, string>> | undefined;
}

const JSON_TYPE = "application/json";
const NO_ERRORS = new TextEncoder().encode('{"errors":[]}\n');
const RETRY_SOON = { "Retry-After": "1" };

/** An answer of this node's core, one of the leader's, or the advice to ask the leader. */
export type Outcome = Answer | RelayedAnswer | Redirection;

/** @param target of the request line */
export function writeOutcome(outcome: Outcome, path: string, target = "/"): HttpAnswer {
  if (outcome instanceof RelayedAnswer) return outcome;
  return outcome instanceof Redirection ? redirect(outcome, target) : writeAnswer(outcome, path);
}

/** Where to, and nothing else, as Vault does it (vault-api.md §2.10). */
function redirect({ apiAddress }: Redirection, target: string): HttpAnswer {
  return {
    status: 307,
    contentType: undefined,
    body: undefined,
    headers: { Location: `${apiAddress}${originFormOf(target)}` },
  };
}

export function writeAnswer(answer: Answer, path: string): HttpAnswer {
  const { reply } = answer;
  if (reply?.raw) {
    const { contentType, body } = reply.raw;
    return { status: reply.status ?? 200, contentType, body, headers: reply.headers };
  }
  if (isNothing(answer)) return nothing(answer);
  const body = reply?.bare ? bare(reply.data ?? {}) : envelope(answer, path);
  return { status: reply?.status ?? 200, contentType: JSON_TYPE, body, headers: reply?.headers };
}

function nothing({ operation, reply }: Answer): HttpAnswer {
  const headers = reply?.headers;
  if (operation === "read" || operation === "list" || operation === "help") {
    return { status: 404, contentType: JSON_TYPE, body: NO_ERRORS, headers };
  }
  return { status: reply?.status ?? 204, contentType: undefined, body: undefined, headers };
}

/** No reply; for a list also one without names, unless it has something to say. */
function isNothing({ reply, auth, operation }: Answer): boolean {
  if (auth) return false;
  if (!reply) return true;
  if (operation !== "list" || reply.data === undefined || !("keys" in reply.data)) return false;
  const { keys } = reply.data;
  return !Array.isArray(keys) || keys.length === 0;
}

function bare(data: JsonObject): Uint8Array {
  return jsonBody(new JsonText().value(data).literal("\n"));
}

/** What a refusal says, and nothing of why: that is for the log. */
export function writeError(error: unknown): HttpAnswer {
  const refusal = error instanceof VaultError ? error : new VaultError("internal", "internal error");
  const body = bare({
    errors: refusal.message === "" ? [] : [refusal.message],
    ...(refusal.data !== undefined && { data: refusal.data as JsonObject }),
    ...(refusal.warnings.length > 0 && { warnings: refusal.warnings }),
  });
  const headers = refusal.code === "not_executed" ? RETRY_SOON : undefined;
  return { status: statusOf(refusal.code), contentType: JSON_TYPE, body, headers };
}
