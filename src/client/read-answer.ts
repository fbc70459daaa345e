// Reads an answer's body under a limit, and turns a refusal into an ApiError.
import { concatBytes } from "#base/bytes.ts";
import { ApiError } from "./api-error.ts";
import { isJsonObject, type Json, parseJson } from "./json-text.ts";
import type { WireResponse } from "./transport.ts";
import { TransportError } from "./transport-error.ts";

export interface AskedFor {
  readonly method: string;
  readonly url: string;
}

/** @throws TransportError (TOO_LARGE) when the body passes `limit` bytes */
export async function readBody(response: WireResponse, limit: number, asked: AskedFor): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    if (length > limit) {
      response.body.destroy();
      throw badAnswer(asked, "TOO_LARGE", `the answer is larger than the client's limit of ${limit} bytes`);
    }
    parts.push(chunk);
  }
  const whole = concatBytes(...parts);
  // Answers hold secrets: nothing but the caller's copy stays.
  for (const part of parts) part.fill(0);
  return whole;
}

/** @throws TransportError (BAD_ANSWER) when `bytes` are not JSON */
export function readJson(bytes: Uint8Array, asked: AskedFor): Json {
  try {
    return parseJson(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw badAnswer(asked, "BAD_ANSWER", "the answer is not the JSON that was expected");
  }
}

export function apiErrorOf(asked: AskedFor, status: number, bytes: Uint8Array): ApiError {
  const text = new TextDecoder().decode(bytes);
  const body = jsonOrUndefined(text);
  const envelope = isJsonObject(body) ? body : undefined;
  const errors = textsOf(envelope?.errors);
  const warnings = textsOf(envelope?.warnings);
  return new ApiError({
    method: asked.method,
    url: asked.url,
    status,
    errors: errors ?? [],
    warnings: warnings ?? [],
    rawBody: errors === undefined && warnings === undefined ? text : undefined,
    data: envelope?.data,
  });
}

function jsonOrUndefined(text: string): Json | undefined {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

function textsOf(value: Json | undefined): string[] | undefined {
  return Array.isArray(value) ? value.map(String) : undefined;
}

function badAnswer(asked: AskedFor, code: string, reason: string): TransportError {
  return new TransportError({ ...asked, reason, code, delivery: "unknown" });
}
