// What a server answered, whole.
import assert from "node:assert/strict";
import type { IncomingHttpHeaders, IncomingMessage } from "node:http";

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
type Json = any;

export class HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;

  private constructor(status: number, headers: IncomingHttpHeaders, bytes: Buffer) {
    this.status = status;
    this.headers = headers;
    this.bytes = bytes;
  }

  /** @throws Error when the connection ends before the answer does */
  static async read(incoming: IncomingMessage): Promise<HttpAnswer> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    if (!incoming.complete) throw new Error("the answer was cut");
    return new HttpAnswer(incoming.statusCode ?? 0, incoming.headers, Buffer.concat(chunks));
  }

  get text(): string {
    return this.bytes.toString();
  }

  /** @throws SyntaxError */
  get json(): Json {
    return JSON.parse(this.text);
  }

  /** The envelope's `data`. */
  get data(): Json {
    return this.json.data;
  }

  get errors(): string[] {
    return this.json.errors;
  }

  get isDone(): boolean {
    return this.status >= 200 && this.status < 300;
  }

  /** @throws AssertionError with the answer when it is none of these */
  expect(...statuses: readonly number[]): this {
    assert.ok(
      statuses.includes(this.status),
      `${this.status} is not ${statuses}: ${this.text.slice(0, 500)}`,
    );
    return this;
  }
}
