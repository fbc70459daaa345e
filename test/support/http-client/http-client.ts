// A plain HTTP/1.1 client for tests against a real server: no retries, no redirects, nothing of our own client's code,
// so that what is seen is what was sent.
import { Agent as HttpAgent, type IncomingMessage, request as requestHttp } from "node:http";
import { Agent as HttpsAgent, request as requestHttps } from "node:https";
import { HttpAnswer } from "./http-answer.ts";

export interface HttpClientOptions {
  /** `http://host:port` or `https://host:port`. */
  address: string;
  /** PEM to trust. */
  ca?: string | Buffer | undefined;
  token?: string | undefined;
  /** Connections at once. */
  sockets?: number;
  timeoutMs?: number;
}

export interface HttpCall {
  method: string;
  /** As it goes on the wire, `/v1/` and all. */
  path: string;
  /** A string or bytes go as they are, anything else as JSON. */
  body?: unknown;
  headers?: Readonly<Record<string, string>>;
}

const TIMEOUT_MS = 30_000;

export class HttpClient implements Disposable {
  readonly #options: HttpClientOptions;
  readonly #agent: HttpAgent;

  constructor(options: HttpClientOptions) {
    this.#options = options;
    const pool = { keepAlive: true, maxSockets: options.sockets ?? 64 };
    this.#agent = this.#isTls ? new HttpsAgent({ ...pool, ca: options.ca }) : new HttpAgent(pool);
  }

  get #isTls(): boolean {
    return this.#options.address.startsWith("https:");
  }

  /** The same server, with a connection pool of its own. */
  with(options: Partial<HttpClientOptions>): HttpClient {
    return new HttpClient({ ...this.#options, ...options });
  }

  /** @throws Error when no whole answer came: then nobody knows what the server did */
  send({ method, path, body, headers }: HttpCall): Promise<HttpAnswer> {
    const { address, token, timeoutMs = TIMEOUT_MS } = this.#options;
    const bytes = bodyBytes(body);
    const signal = AbortSignal.timeout(timeoutMs);
    const options = {
      method,
      agent: this.#agent,
      signal,
      headers: {
        ...(token !== undefined && { "X-Vault-Token": token }),
        ...(bytes && { "Content-Length": String(bytes.length) }),
        ...headers,
      },
    };
    const { promise, resolve, reject } = Promise.withResolvers<HttpAnswer>();
    const take = (incoming: IncomingMessage): void => {
      HttpAnswer.read(incoming).then(resolve, reject);
    };
    const { hostname, port } = new URL(address);
    const target = { ...options, hostname, port, path };
    const outgoing = this.#isTls ? requestHttps(target, take) : requestHttp(target, take);
    outgoing.once("error", reject);
    outgoing.end(bytes);
    return promise;
  }

  get(path: string): Promise<HttpAnswer> {
    return this.send({ method: "GET", path });
  }

  list(path: string): Promise<HttpAnswer> {
    return this.send({ method: "GET", path: `${path}?list=true` });
  }

  put(path: string, body: unknown = {}): Promise<HttpAnswer> {
    return this.send({ method: "PUT", path, body });
  }

  delete(path: string): Promise<HttpAnswer> {
    return this.send({ method: "DELETE", path });
  }

  [Symbol.dispose](): void {
    this.#agent.destroy();
  }
}

function bodyBytes(body: unknown): Buffer | undefined {
  if (body === undefined) return undefined;
  if (typeof body === "string") return Buffer.from(body);
  return body instanceof Uint8Array ? Buffer.from(body) : Buffer.from(JSON.stringify(body));
}
