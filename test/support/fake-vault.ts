// A server that answers as a test tells it and remembers what it was sent.
import { readFileSync } from "node:fs";
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo } from "node:net";

export interface FakeRequest {
  readonly method: string;
  /** As it came over the wire. */
  readonly url: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

export interface FakeAnswer {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly json?: unknown;
  readonly text?: string;
}

/** `"hang up"` closes the connection without an answer. */
export type FakeHandler = (
  request: FakeRequest,
  response: ServerResponse,
) => FakeAnswer | "hang up" | undefined;

export interface FakeVaultOptions {
  readonly tls?: { readonly askForClientCertificate?: boolean };
  readonly socketPath?: string;
  /** Answer a request that asks first (`Expect: 100-continue`) without ever taking its body. */
  readonly refuseBodies?: boolean;
}

export class FakeVault implements AsyncDisposable {
  readonly requests: readonly FakeRequest[];
  readonly #server: Server;
  readonly #scheme: string;

  private constructor(server: Server, scheme: string, requests: readonly FakeRequest[]) {
    this.#server = server;
    this.#scheme = scheme;
    this.requests = requests;
  }

  static async start(handler: FakeHandler, options: FakeVaultOptions = {}): Promise<FakeVault> {
    const remembered: FakeRequest[] = [];
    const listener: RequestListener = (incoming, response) =>
      void answer(incoming, response, handler, remembered);
    const server =
      options.tls === undefined ? createServer(listener) : createSecureServer(tlsOf(options.tls), listener);
    if (options.refuseBodies === true) {
      server.on("checkContinue", (incoming: IncomingMessage, response: ServerResponse) => {
        respond(incoming, response, { handler, remembered, body: "" });
      });
    }
    await new Promise<void>((resolve) => {
      if (options.socketPath === undefined) server.listen(0, "127.0.0.1", resolve);
      else server.listen(options.socketPath, resolve);
    });
    return new FakeVault(server, options.tls === undefined ? "http" : "https", remembered);
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get address(): string {
    return `${this.#scheme}://127.0.0.1:${this.port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

interface Answering {
  readonly handler: FakeHandler;
  readonly remembered: FakeRequest[];
  readonly body: string;
}

async function answer(
  incoming: IncomingMessage,
  response: ServerResponse,
  handler: FakeHandler,
  remembered: FakeRequest[],
): Promise<void> {
  let body = "";
  for await (const chunk of incoming) body += chunk;
  respond(incoming, response, { handler, remembered, body });
}

function respond(
  incoming: IncomingMessage,
  response: ServerResponse,
  { handler, remembered, body }: Answering,
): void {
  const request = { method: incoming.method ?? "", url: incoming.url ?? "", headers: incoming.headers, body };
  remembered.push(request);
  const answer = handler(request, response);
  if (answer === "hang up") {
    incoming.socket.destroy();
    return;
  }
  // A handler that returns nothing writes to the response itself.
  if (answer === undefined) return;
  const text = answer.json === undefined ? (answer.text ?? "") : JSON.stringify(answer.json);
  response.writeHead(answer.status ?? (text === "" ? 204 : 200), {
    "Content-Type": "application/json",
    ...answer.headers,
  });
  response.end(text);
}

function tlsOf({ askForClientCertificate = false }: { askForClientCertificate?: boolean }) {
  return {
    cert: readFileSync(testFile("test-server.pem")),
    key: readFileSync(testFile("test-server.key")),
    ca: readFileSync(testFile("test-ca.pem")),
    requestCert: askForClientCertificate,
    rejectUnauthorized: askForClientCertificate,
  };
}

/** The certificates of tests: a CA, a server for localhost and 127.0.0.1, and a client. */
export function testFile(name: string): string {
  return new URL(`testdata/${name}`, import.meta.url).pathname;
}
