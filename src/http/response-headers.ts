import { customHeaders, type ResponseHeaderRules } from "./response-header-rules.ts";
import type { HttpAnswer } from "./write-answer.ts";

const STRICT_TRANSPORT = "max-age=31536000; includeSubDomains";

/** hvac and the Agent's cache compare the content type as text: no charset (vault-api.md §2.1). */
export function responseOf(answer: HttpAnswer, isHead: boolean, rules: ResponseHeaderRules): Response {
  const headers: Record<string, string> = {
    "Cache-Control": "no-store",
    "Strict-Transport-Security": STRICT_TRANSPORT,
    ...(answer.contentType !== undefined && { "Content-Type": answer.contentType }),
    ...answer.headers,
    ...(rules.size > 0 && customHeaders(rules, answer.status)),
  };
  const body =
    isHead || answer.body === undefined ? null : (answer.body as Uint8Array<ArrayBuffer> | ReadableStream);
  return new Response(body, { status: answer.status, headers });
}
