import type { HttpClient } from "#test/http-client/http-client.ts";

/** Someone who writes until the server is gone, and knows what must be there afterwards. */
export interface Writer {
  readonly name: string;
  /** Answers that a write was done. */
  readonly acknowledged: number;
  /** Writes that were cut off and turned out to be done. */
  readonly doneUnheard: number;
  /** What the writer needs before the first round. */
  prepare(client: HttpClient): Promise<void>;
  /** Writes until the signal, or until no answer comes. @throws when an answer is a refusal */
  write(client: HttpClient, stop: AbortSignal): Promise<void>;
  /** What is not as it must be, in words; empty when all is well. Takes over what was done unheard. */
  check(client: HttpClient): Promise<string[]>;
}
