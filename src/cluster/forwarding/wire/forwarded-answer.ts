import { coffer } from "#proto/forwarding.js";
import { RelayedAnswer } from "../relayed-answer.ts";

const { Answer: Message } = coffer.forwarding.v1;

/** What the leader made of a request. */
export interface ForwardedAnswer {
  readonly answer: RelayedAnswer;
  /** Surely without effect. */
  readonly isNotExecuted: boolean;
}

export function encodeAnswer({ answer, isNotExecuted }: ForwardedAnswer): Uint8Array {
  const { status, contentType, headers, body } = answer;
  return Message.encode({
    status,
    contentType: contentType ?? "",
    headers: Object.entries(headers).map(([name, value]) => ({ name, value })),
    ...(body && { body, hasBody: true }),
    isNotExecuted,
  }).finish();
}

/** `undefined`: it is none. */
export function decodeAnswer(bytes: Uint8Array): ForwardedAnswer | undefined {
  const message = decoded(bytes);
  const status = message?.status ?? 0;
  if (message === undefined || status < 200 || status > 599) return undefined;
  const headers = (message.headers ?? []).map(({ name, value }) => [name ?? "", value ?? ""]);
  return {
    answer: new RelayedAnswer({
      status,
      contentType: message.contentType || undefined,
      headers: Object.fromEntries(headers),
      body: message.hasBody === true ? (message.body ?? new Uint8Array()) : undefined,
    }),
    isNotExecuted: message.isNotExecuted === true,
  };
}

function decoded(bytes: Uint8Array): coffer.forwarding.v1.IAnswer | undefined {
  try {
    return Message.decode(bytes);
  } catch {
    return undefined;
  }
}
