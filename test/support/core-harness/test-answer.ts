// Answers as a client would see them: the status and the JSON that HTTP makes of them.
import type { Answer } from "#core/answer.ts";
import { writeAnswer, writeError } from "#http/write-answer.ts";

/** Whatever JSON holds; tests say what they expect. */
// biome-ignore lint/suspicious/noExplicitAny: tests look into answers without describing them first
export type AnyJson = any;

export interface TestAnswer {
  status: number;
  /** Undefined: no body. */
  body: AnyJson;
  data: AnyJson;
  auth: AnyJson;
  warnings: string[];
  errors: string[];
  /** Why it failed, as thrown: its `cause` is for the log only. */
  thrown: unknown;
}

export function answered(answer: Answer, path: string): TestAnswer {
  const { status, body } = writeAnswer(answer, path);
  const json = jsonOf(body);
  return {
    status,
    body: json,
    data: json?.data,
    auth: json?.auth,
    warnings: json?.warnings ?? [],
    errors: json?.errors ?? [],
    thrown: undefined,
  };
}

export function refused(thrown: unknown): TestAnswer {
  const { status, body } = writeError(thrown);
  const json = jsonOf(body);
  return {
    status,
    body: json,
    data: json?.data,
    auth: undefined,
    warnings: json?.warnings ?? [],
    errors: json.errors,
    thrown,
  };
}

function jsonOf(body: unknown): AnyJson {
  return body instanceof Uint8Array ? JSON.parse(new TextDecoder().decode(body)) : undefined;
}
