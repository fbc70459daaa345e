// The real network: node:http or node:https with kept-alive connections, loaded when first needed.
import type { Agent, ClientRequest, IncomingMessage, RequestOptions } from "node:http";
import type { ServerAddress } from "./server-address.ts";
import { hostHeaderOf, originOf } from "./server-address.ts";
import type { TlsSettings } from "./tls-settings.ts";
import type { Transport, WireRequest, WireResponse } from "./transport.ts";
import { TransportError } from "./transport-error.ts";
import { whyItFailed } from "./why-it-failed.ts";

export interface ProxySettings {
  readonly http?: string | undefined;
  readonly https?: string | undefined;
  /** Comma-separated hosts that are reached directly. */
  readonly except?: string | undefined;
}

export interface NodeTransportOptions {
  readonly tls?: TlsSettings | undefined;
  readonly proxy?: ProxySettings | undefined;
}

interface Dialer {
  request(options: RequestOptions): ClientRequest;
  agent: Agent;
}

/** How long an upload waits for `100 Continue` before it starts anyway (RFC 9110 §10.1.1). */
const CONTINUE_WAIT_MS = 1000;

export class NodeTransport implements Transport {
  readonly #options: NodeTransportOptions;
  readonly #dialers = new Map<ServerAddress["scheme"], Promise<Dialer>>();
  #closed = false;

  constructor(options: NodeTransportOptions = {}) {
    this.#options = options;
  }

  async send(request: WireRequest): Promise<WireResponse> {
    const dialer = await this.#dialer(request);
    return await new Promise((resolve, reject) => {
      const outgoing = open(dialer, request);
      let reached = false;
      outgoing.once("socket", (socket) => {
        reached = !socket.connecting;
        socket.once(request.address.scheme === "https" ? "secureConnect" : "connect", () => {
          reached = true;
        });
      });
      outgoing.once("error", (error) => reject(whyItFailed(error, { request, reached })));
      outgoing.once("response", (incoming) => resolve(answerOf(incoming)));
      sendBody(outgoing, request);
    });
  }

  close(): void {
    this.#closed = true;
    for (const dialer of this.#dialers.values()) {
      // A dialer that could not be made was reported to whoever asked for it.
      dialer.then(({ agent }) => agent.destroy()).catch(() => undefined);
    }
  }

  async #dialer(request: WireRequest): Promise<Dialer> {
    if (this.#closed) throw notSent(request, "the client is closed", undefined);
    const { scheme } = request.address;
    let dialer = this.#dialers.get(scheme);
    if (dialer === undefined) {
      dialer = scheme === "https" ? secureDialer(this.#options) : plainDialer(this.#options);
      this.#dialers.set(scheme, dialer);
    }
    try {
      return await dialer;
    } catch (error) {
      this.#dialers.delete(scheme);
      throw notSent(
        request,
        `failed to set up TLS: ${error instanceof Error ? error.message : error}`,
        error,
      );
    }
  }
}

// Not by import(): an ES module's view of node:http reads its getters, among them WebSocket's, which loads the whole
// of undici and costs a client command 40 ms.
async function plainDialer(options: NodeTransportOptions): Promise<Dialer> {
  const { Agent, request } = process.getBuiltinModule("node:http");
  return { request, agent: new Agent({ keepAlive: true, ...proxyOf(options.proxy) }) };
}

async function secureDialer(options: NodeTransportOptions): Promise<Dialer> {
  const { Agent, request } = process.getBuiltinModule("node:https");
  const { loadTlsSettings } = await import("./tls-settings.ts");
  const secure = await loadTlsSettings(options.tls ?? {});
  return { request, agent: new Agent({ keepAlive: true, ...secure, ...proxyOf(options.proxy) }) };
}

/** @throws TransportError for a header that Node refuses; the message does not repeat it */
function open(dialer: Dialer, request: WireRequest): ClientRequest {
  try {
    return dialer.request({
      ...connectionOf(request.address),
      ...messageOf(request),
      agent: dialer.agent,
    });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "UNKNOWN";
    throw notSent(request, `a header (a token, say) holds characters that cannot be sent (${code})`, error);
  }
}

function proxyOf(proxy: ProxySettings | undefined) {
  if (proxy?.http === undefined && proxy?.https === undefined) return {};
  return { proxyEnv: { HTTP_PROXY: proxy.http, HTTPS_PROXY: proxy.https, NO_PROXY: proxy.except } };
}

function connectionOf(address: ServerAddress): RequestOptions {
  if (address.socketPath !== undefined) return { socketPath: address.socketPath };
  return { host: address.host, port: address.port };
}

function messageOf({ method, target, headers, body, address, signal }: WireRequest): RequestOptions {
  const all = new Map<string, string | string[]>([["Host", hostHeaderOf(address)]]);
  for (const [name, value] of headers) {
    const earlier = all.get(name);
    all.set(name, earlier === undefined ? value : [earlier, value].flat());
  }
  if (body instanceof Uint8Array) all.set("Content-Length", String(body.length));
  if (typeof body === "function") all.set("Expect", "100-continue");
  return { method, path: target, headers: Object.fromEntries(all), signal };
}

function sendBody(outgoing: ClientRequest, { body }: WireRequest): void {
  if (typeof body !== "function") {
    outgoing.end(body);
    return;
  }
  // A standby redirects uploads: asking first saves sending a whole snapshot to the wrong node.
  let begun = false;
  const begin = () => {
    if (begun || outgoing.destroyed) return;
    begun = true;
    const source = body();
    source.once("error", (error) => outgoing.destroy(error));
    outgoing.once("close", () => source.destroy());
    source.pipe(outgoing);
  };
  const timer = setTimeout(begin, CONTINUE_WAIT_MS);
  outgoing.once("continue", begin);
  outgoing.once("response", () => {
    begun = true;
    clearTimeout(timer);
  });
  outgoing.once("close", () => clearTimeout(timer));
  outgoing.flushHeaders();
}

function answerOf(incoming: IncomingMessage): WireResponse {
  return { status: incoming.statusCode ?? 0, headers: incoming.headers, body: incoming };
}

function notSent(request: WireRequest, reason: string, cause: unknown): TransportError {
  return new TransportError({
    method: request.method,
    url: originOf(request.address) + request.target,
    reason,
    delivery: "not-sent",
    code: "SETUP",
    cause,
  });
}
