import { RequestError } from "@hono/node-server";
import { VaultError } from "#base/vault-error.ts";
import { writeError } from "./write-answer.ts";

/** What the adapter refuses before we see it: Host headers and targets that make no URL. */
const MESSAGES: Readonly<Record<string, string>> = {
  "Backslash in request path": "non-canonical path: backslash",
  "Invalid host header": "invalid Host header",
};

/** Answers what never became a request for the app; it must look as every other refusal does. */
export function answerMalformed(error: unknown): Response {
  const refusal =
    error instanceof RequestError
      ? new VaultError("invalid_request", MESSAGES[error.message] ?? "malformed request")
      : new VaultError("internal", "internal error");
  const { status, body } = writeError(refusal);
  const headers = { "Cache-Control": "no-store", "Content-Type": "application/json" };
  return new Response(body as ConstructorParameters<typeof Response>[0], { status, headers });
}
