// One server of the bench in a process of its own: bare node, bare Hono, or our front with a core that answers at once.
// Tells its port, and its CPU time when asked.
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import { createSecureServer } from "node:http2";
import type { AddressInfo } from "node:net";
import { getRequestListener, type HttpBindings } from "@hono/node-server";
import { Hono } from "hono";
import { DEFAULT_JSON_LIMITS } from "#base/json/json-limits.ts";
import { makeSelfSignedCertificate } from "#crypto/self-signed-certificate.ts";
import { buildApp } from "#http/app.ts";
import { Listener } from "#http/listener.ts";
import { NO_HEADER_RULES } from "#http/response-header-rules.ts";
import { ANSWER, type Protocol } from "./wire.ts";

const [variant, protocol] = process.argv.slice(2) as [string, Protocol];

const ENVELOPE = `${JSON.stringify({
  request_id: "126b1d43-6ff3-4a4e-b2dd-0d4b3f4ce3f4",
  lease_id: "",
  renewable: false,
  lease_duration: 0,
  data: ANSWER,
  wrap_info: null,
  warnings: null,
  auth: null,
  mount_type: "kv",
})}\n`;
const HEADERS = {
  "Cache-Control": "no-store",
  "Content-Type": "application/json",
  "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
};

const made = await makeSelfSignedCertificate({ names: ["localhost"], addresses: ["127.0.0.1"] });
const certificate = Buffer.from(made.certificatePem);
const privateKey = Buffer.from(made.keyPem);

function bareNode(incoming: IncomingMessage, outgoing: ServerResponse): void {
  const answer = (): void => {
    const body = Buffer.from(ENVELOPE);
    outgoing.writeHead(200, { ...HEADERS, "Content-Length": body.length });
    outgoing.end(body);
  };
  if (incoming.method === "GET") {
    answer();
    return;
  }
  const chunks: Buffer[] = [];
  incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
  incoming.on("end", () => {
    JSON.parse(Buffer.concat(chunks).toString());
    answer();
  });
}

function bareHono(): RequestListener {
  const app = new Hono<{ Bindings: HttpBindings }>();
  app.get("/v1/*", () => new Response(ENVELOPE, { headers: HEADERS }));
  app.post("/v1/*", async (context) => {
    await context.req.json();
    return new Response(ENVELOPE, { headers: HEADERS });
  });
  return getRequestListener(app.fetch as never) as RequestListener;
}

function listen(listener: RequestListener): Promise<number> {
  const server =
    protocol === "http1"
      ? createServer(listener)
      : createSecureServer({ allowHTTP1: true, cert: certificate, key: privateKey }, listener as never);
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
  });
}

function front(): Promise<number> {
  const app = buildApp({
    limits: { maxBodyBytes: 33_554_432, maxDurationSeconds: 90, json: DEFAULT_JSON_LIMITS },
    bodyTimeoutMs: 30_000,
    forwardedFor: undefined,
    certificateHeader: undefined,
    headers: { rules: () => NO_HEADER_RULES, node: {} },
    logger: { debug() {}, info() {}, warn() {}, error() {}, named: () => null } as never,
    handle: (request) => ({
      requestId: request.id,
      operation: request.operation,
      mountType: "kv",
      warnings: [],
      reply: { data: ANSWER },
    }),
  });
  const listener = new Listener(app, {
    host: "127.0.0.1",
    port: 0,
    tls:
      protocol === "http1"
        ? undefined
        : {
            certificate,
            privateKey,
            minVersion: "TLSv1.2",
            maxVersion: "TLSv1.3",
            requestClientCertificate: true,
            requireClientCertificate: false,
          },
    readHeaderTimeoutMs: 10_000,
    readTimeoutMs: 30_000,
    idleTimeoutMs: 300_000,
  });
  return listener.listen();
}

const port = await (variant === "front"
  ? front()
  : listen(variant === "node" ? (bareNode as RequestListener) : bareHono()));
process.on("message", () => {
  const { user, system } = process.cpuUsage();
  process.send?.({ userUs: user, systemUs: system });
});
process.send?.({ port });
