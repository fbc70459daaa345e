// A client of Vault's HTTP API: reads, writes, lists and streams, for the command line, the transit seal, agents and
// injector. It reads no environment and prints nothing; what it is told is in its options.
import type { Readable } from "node:stream";
import type { Secret } from "#base/secret.ts";
import { type Envelope, readEnvelope } from "./envelope.ts";
import { Exchange, type OutgoingRequest } from "./exchange.ts";
import { isJsonObject, type Json, stringifyJson } from "./json-text.ts";
import { NodeTransport, type ProxySettings } from "./node-transport.ts";
import type { RateLimit } from "./rate-limiter.ts";
import { apiErrorOf, readBody, readJson } from "./read-answer.ts";
import { type Query, requestTarget } from "./request-target.ts";
import { originOf, parseServerAddress, type ServerAddress } from "./server-address.ts";
import type { TlsSettings } from "./tls-settings.ts";
import type { BodySource, Transport } from "./transport.ts";

export interface ClientOptions {
  /** `https://host:port`, `http://host:port` or `unix:///path`. */
  readonly address: string;
  readonly token?: Secret | undefined;
  readonly namespace?: string | undefined;
  /** Sent with every request; a name may repeat. */
  readonly headers?: readonly (readonly [name: string, value: string])[] | undefined;
  readonly tls?: TlsSettings | undefined;
  readonly proxy?: ProxySettings | undefined;
  /** Over all attempts of a request; 0 for none. 60,000 unless given. */
  readonly timeoutMs?: number | undefined;
  /** Further attempts after a failed one (see retry-policy.ts). 2 unless given. */
  readonly retries?: number | undefined;
  readonly rateLimit?: RateLimit | undefined;
  /** 1 unless false (see redirect.ts). */
  readonly followRedirects?: boolean | undefined;
  /** 128 MiB unless given; streams have no limit. */
  readonly maxAnswerBytes?: number | undefined;
  readonly transport?: Transport | undefined;
}

export interface ApiRequest {
  readonly method: string;
  /** Decoded, without `/v1/`. */
  readonly path: string;
  readonly query?: Query | undefined;
  readonly json?: Json | undefined;
  readonly body?: BodySource | undefined;
  readonly headers?: readonly (readonly [name: string, value: string])[] | undefined;
  /** Whether sending it twice does no harm; GET and HEAD say yes by themselves. */
  readonly repeatable?: boolean | undefined;
  /** Statuses from 400 up that are answers, not errors. */
  readonly expected?: ((status: number) => boolean) | undefined;
}

export interface ApiAnswer {
  readonly status: number;
  readonly bytes: Uint8Array;
}

const DEFAULT_TIMEOUT_MS = 60_000;
const DEFAULT_RETRIES = 2;
const DEFAULT_MAX_ANSWER_BYTES = 128 * 1024 * 1024;

export class VaultClient implements Disposable {
  readonly #address: ServerAddress;
  readonly #headers: readonly (readonly [string, string])[];
  readonly #token: Secret | undefined;
  readonly #namespace: string | undefined;
  readonly #maxAnswerBytes: number;
  readonly #options: ClientOptions;
  readonly #transport: Transport;
  readonly #exchange: Exchange;

  /** @throws TypeError when the address is none */
  constructor(options: ClientOptions) {
    this.#options = options;
    this.#address = parseServerAddress(options.address);
    this.#token = options.token;
    this.#namespace = normalNamespace(options.namespace);
    this.#headers = options.headers ?? [];
    this.#maxAnswerBytes = options.maxAnswerBytes ?? DEFAULT_MAX_ANSWER_BYTES;
    this.#transport = options.transport ?? new NodeTransport({ tls: options.tls, proxy: options.proxy });
    this.#exchange = new Exchange({
      transport: this.#transport,
      timeoutMs: options.timeoutMs ?? DEFAULT_TIMEOUT_MS,
      retries: options.retries ?? DEFAULT_RETRIES,
      followRedirects: options.followRedirects ?? true,
      rateLimit: options.rateLimit,
      maxAnswerBytes: this.#maxAnswerBytes,
    });
  }

  /** A client with other options on the same connections; only one of the two needs closing. */
  with(changes: Omit<Partial<ClientOptions>, "tls" | "proxy" | "transport">): VaultClient {
    return new VaultClient({ ...this.#options, transport: this.#transport, ...changes });
  }

  get origin(): string {
    return originOf(this.#address);
  }

  get hasToken(): boolean {
    return this.#token !== undefined && this.#token.length > 0;
  }

  /** @returns `undefined` when there is nothing; a 404 that carries data or warnings is an answer */
  async read(path: string, query?: Query): Promise<Envelope | undefined> {
    return await this.#readOrNothing({ method: "GET", path, query });
  }

  /** @returns `undefined` when there is nothing */
  async list(path: string, query: Query = []): Promise<Envelope | undefined> {
    return await this.#readOrNothing({ method: "GET", path, query: [...query, ["list", "true"]] });
  }

  async write(path: string, data?: Json): Promise<Envelope | undefined> {
    return await this.envelope({ method: "PUT", path, json: data });
  }

  async post(path: string, data?: Json): Promise<Envelope | undefined> {
    return await this.envelope({ method: "POST", path, json: data });
  }

  /** JSON merge patch (RFC 7396): `null` removes a member. */
  async patch(path: string, data: Json): Promise<Envelope | undefined> {
    const headers = [["Content-Type", "application/merge-patch+json"]] as const;
    return await this.envelope({ method: "PATCH", path, json: data, headers });
  }

  async delete(path: string, query?: Query): Promise<Envelope | undefined> {
    return await this.envelope({ method: "DELETE", path, query });
  }

  /** @returns `undefined` when the answer has no body */
  async envelope(request: ApiRequest): Promise<Envelope | undefined> {
    const body = await this.json(request);
    return isJsonObject(body) ? readEnvelope(body) : undefined;
  }

  /** For the bare bodies of `sys/*`. @returns `undefined` when the answer has no body */
  async json(request: ApiRequest): Promise<Json | undefined> {
    const { bytes } = await this.call(request);
    return bytes.length === 0 ? undefined : readJson(bytes, this.#askedFor(request));
  }

  /** @throws ApiError, TransportError */
  async call(request: ApiRequest): Promise<ApiAnswer> {
    return await this.#exchange.run(this.#outgoing(request), async (response) => ({
      status: response.status,
      bytes: await readBody(response, this.#maxAnswerBytes, this.#askedFor(request)),
    }));
  }

  /** The body as it arrives: the time limit ends with the headers. The caller reads or destroys it. */
  async stream(request: ApiRequest): Promise<Readable> {
    return await this.#exchange.run(this.#outgoing(request), async (response, clearDeadline) => {
      clearDeadline();
      return response.body;
    });
  }

  close(): void {
    this.#transport.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  async #readOrNothing(request: ApiRequest): Promise<Envelope | undefined> {
    const { status, bytes } = await this.call({ ...request, expected: (code) => code === 404 });
    if (status !== 404) return bytes.length === 0 ? undefined : this.#toEnvelope(bytes, request);
    const error = apiErrorOf(this.#askedFor(request), status, bytes);
    if (isJsonObject(error.data) || error.warnings.length > 0) return this.#toEnvelope(bytes, request);
    if (error.errors.length > 0) throw error;
    return undefined;
  }

  #toEnvelope(bytes: Uint8Array, request: ApiRequest): Envelope | undefined {
    const body = readJson(bytes, this.#askedFor(request));
    return isJsonObject(body) ? readEnvelope(body) : undefined;
  }

  #outgoing(request: ApiRequest): OutgoingRequest {
    return {
      method: request.method,
      address: this.#address,
      target: requestTarget(this.#address.basePath, request.path, request.query),
      headers: [...this.#commonHeaders(), ...(request.headers ?? [])],
      body: request.json === undefined ? request.body : new TextEncoder().encode(stringifyJson(request.json)),
      repeatable: request.repeatable ?? (request.method === "GET" || request.method === "HEAD"),
      expected: request.expected ?? (() => false),
    };
  }

  #commonHeaders(): [string, string][] {
    const headers: [string, string][] = [["X-Vault-Request", "true"]];
    if (this.#token !== undefined && this.#token.length > 0) {
      headers.push(["X-Vault-Token", new TextDecoder().decode(this.#token.reveal())]);
    }
    if (this.#namespace !== undefined) headers.push(["X-Vault-Namespace", this.#namespace]);
    return [...headers, ...this.#headers.map(([name, value]): [string, string] => [name, value])];
  }

  #askedFor(request: ApiRequest) {
    const target = requestTarget(this.#address.basePath, request.path, request.query);
    return { method: request.method, url: this.origin + target };
  }
}

function normalNamespace(namespace: string | undefined): string | undefined {
  const path = namespace?.replace(/^\/+|\/+$/g, "");
  return path === undefined || path === "" ? undefined : `${path}/`;
}
