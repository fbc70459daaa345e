// A real listener on a free port with our whole front, and behind it a core of a few lines.

import { DEFAULT_JSON_LIMITS, type JsonLimits } from "#base/json/json-limits.ts";
import type { JsonObject } from "#base/json/raw-json.ts";
import type { Logger } from "#base/logger.ts";
import type { MaybePromise } from "#base/maybe-promise.ts";
import type { Request } from "#contract/request.ts";
import type { Answer } from "#core/core.ts";
import { type MadeCertificate, makeSelfSignedCertificate } from "#crypto/self-signed-certificate.ts";
import { type AppOptions, buildApp } from "#http/app.ts";
import { Listener, type ListenerOptions } from "#http/listener.ts";
import { NO_HEADER_RULES } from "#http/response-header-rules.ts";
import type { TlsOptions } from "#http/tls-options.ts";

export interface FrontOptions {
  tls?: boolean | Partial<TlsOptions>;
  handle?: (request: Request) => MaybePromise<Answer>;
  app?: Partial<AppOptions>;
  maxBodyBytes?: number;
  maxDurationSeconds?: number;
  json?: Partial<JsonLimits>;
  listener?: Partial<ListenerOptions>;
}

export interface Front extends AsyncDisposable {
  readonly port: number;
  readonly isTls: boolean;
  readonly listener: Listener;
  /** What reached the core, in order. */
  readonly requests: Request[];
  /** What the front logged at level error. */
  readonly faults: string[];
}

let certificate: Promise<MadeCertificate> | undefined;

/** One for the whole test run of a file. */
export function testCertificate(): Promise<MadeCertificate> {
  certificate ??= makeSelfSignedCertificate({ names: ["localhost"], addresses: ["127.0.0.1"] });
  return certificate;
}

export async function aFront(options: FrontOptions = {}): Promise<Front> {
  const requests: Request[] = [];
  const faults: string[] = [];
  const handle = options.handle ?? echo;
  const app = buildApp({
    limits: {
      maxBodyBytes: options.maxBodyBytes ?? 33_554_432,
      maxDurationSeconds: options.maxDurationSeconds ?? 90,
      json: { ...DEFAULT_JSON_LIMITS, ...options.json },
    },
    bodyTimeoutMs: options.listener?.readTimeoutMs ?? 30_000,
    forwardedFor: undefined,
    certificateHeader: undefined,
    headers: { rules: () => NO_HEADER_RULES, node: {} },
    logger: faultLogger(faults),
    ...options.app,
    handle(request) {
      requests.push(request);
      return handle(request);
    },
  });
  const listener = new Listener(app, {
    host: "127.0.0.1",
    port: 0,
    tls: await tlsOf(options.tls),
    readHeaderTimeoutMs: 10_000,
    readTimeoutMs: 30_000,
    idleTimeoutMs: 300_000,
    ...options.listener,
  });
  const port = await listener.listen();
  const close = (): Promise<void> => listener.close(0);
  return { port, isTls: Boolean(options.tls), listener, requests, faults, [Symbol.asyncDispose]: close };
}

async function tlsOf(wish: FrontOptions["tls"]): Promise<TlsOptions | undefined> {
  if (!wish) return undefined;
  const { certificatePem, keyPem } = await testCertificate();
  return {
    certificate: Buffer.from(certificatePem),
    privateKey: Buffer.from(keyPem),
    minVersion: "TLSv1.2",
    maxVersion: "TLSv1.3",
    requestClientCertificate: true,
    requireClientCertificate: false,
    ...(wish === true ? {} : wish),
  };
}

/** Answers with what was asked. */
export function echo(request: Request): Answer {
  const parameters = [...request.parameters].map(([name, value]) => [name, value] as const);
  const { operation, path } = request;
  return anAnswer(request, { operation, path, parameters: Object.fromEntries(parameters) });
}

export function anAnswer(request: Request, data: JsonObject | undefined, more: Partial<Answer> = {}): Answer {
  return {
    requestId: request.id,
    operation: request.operation,
    mountType: "kv",
    warnings: [],
    reply: data && { data },
    ...more,
  };
}

function faultLogger(faults: string[]): Logger {
  const silent = (): void => {};
  const error: Logger["error"] = (message, fields) => faults.push(`${message} ${JSON.stringify(fields)}`);
  const logger: Logger = {
    trace: silent,
    debug: silent,
    info: silent,
    warn: silent,
    error,
    named: () => logger,
  };
  return logger;
}
