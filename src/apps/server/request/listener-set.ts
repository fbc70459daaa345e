// The listeners of one request thread, made from the configuration: an app and a port each.
import { readFileSync } from "node:fs";
import type { Logger } from "#base/logger.ts";
import type { MaybePromise } from "#base/maybe-promise.ts";
import { formatHostPort } from "#config/address/host-port.ts";
import type { ListenerOptions as ListenerConfig } from "#config/listener.ts";
import type { Request } from "#contract/request.ts";
import { buildApp } from "#http/app.ts";
import { Listener } from "#http/listener.ts";
import type { ResponseHeaderRules } from "#http/response-header-rules.ts";
import type { TlsOptions } from "#http/tls-options.ts";
import type { Outcome } from "#http/write-answer.ts";
import type { RequestTelemetry } from "../observability/request-telemetry.ts";
import { CertificateWatch } from "./certificate-watch.ts";

export interface ListenerSetOptions {
  listeners: readonly ListenerConfig[];
  logger: Logger;
  /** X-Vault-Hostname and X-Vault-Raft-Node-ID, where the configuration wants them. */
  nodeHeaders: Readonly<Record<string, string>>;
  handle(request: Request): MaybePromise<Outcome>;
  telemetry: RequestTelemetry;
}

interface Running {
  listener: Listener;
  config: ListenerConfig;
  headerRules: ResponseHeaderRules;
  watch: CertificateWatch | undefined;
}

export class ListenerSet {
  readonly #running: Running[];

  constructor(options: ListenerSetOptions) {
    this.#running = options.listeners.map((config) => start(config, options));
  }

  async listen(): Promise<number[]> {
    return Promise.all(this.#running.map(({ listener }) => listener.listen()));
  }

  /** Takes over what may change while running; certificates are read again. */
  reload(configs: readonly ListenerConfig[]): void {
    this.#running.forEach((running, at) => {
      const config = configs[at];
      if (!config) return;
      running.headerRules = rulesOf(config);
      // The path given at the start counts, as in Vault: only the files' content is new.
      if (running.config.tls) running.listener.setTls(readTls(running.config.tls));
    });
  }

  async close(deadlineMs: number): Promise<void> {
    for (const { watch } of this.#running) watch?.close();
    await Promise.all(this.#running.map(({ listener }) => listener.close(deadlineMs)));
  }
}

function start(config: ListenerConfig, options: ListenerSetOptions): Running {
  const running = { config, headerRules: rulesOf(config) } as Running;
  const { telemetry } = options;
  const doors = telemetry.doorsOf(config.access);
  const meters = telemetry.instruments.http(formatHostPort(config.address));
  const app = buildApp({
    limits: {
      maxBodyBytes: config.limits.maxRequestBytes,
      maxDurationSeconds: config.limits.maxRequestDurationMs / 1000,
      json: config.limits.json,
    },
    bodyTimeoutMs: config.timeouts.readMs,
    forwardedFor: config.forwardedFor && {
      authorizedAddrs: config.forwardedFor.authorizedCidrs,
      hopSkips: config.forwardedFor.hopSkips,
      rejectNotAuthorized: config.forwardedFor.rejectsNotAuthorized,
      rejectNotPresent: config.forwardedFor.rejectsNotPresent,
    },
    certificateHeader: config.clientCertificateHeader && {
      name: config.clientCertificateHeader.name,
      decoders: config.clientCertificateHeader.decoders,
      keptWhenNotForwarded: config.clientCertificateHeader.keptWhenNotForwarded,
      keptWhenUnauthorized: config.clientCertificateHeader.keptWhenUnauthorized,
    },
    headers: { rules: () => running.headerRules, node: options.nodeHeaders },
    logger: options.logger,
    handle: (request) => doors.handle(request, options.handle),
    aliases: doors.aliases,
    answered: (status) => meters.answered(status),
  });
  running.listener = new Listener(app, {
    host: config.address.host,
    port: config.address.port,
    tls: config.tls && readTls(config.tls),
    readHeaderTimeoutMs: config.timeouts.readHeaderMs,
    readTimeoutMs: config.timeouts.readMs,
    idleTimeoutMs: config.timeouts.idleMs,
    writeTimeoutMs: config.timeouts.writeMs,
  });
  running.watch = config.tls && watchCertificate(config.tls, running.listener, options.logger);
  return running;
}

function watchCertificate(
  tls: NonNullable<ListenerConfig["tls"]>,
  listener: Listener,
  logger: Logger,
): CertificateWatch | undefined {
  if (tls.reloadIntervalMs === undefined) return undefined;
  const { certFile, keyFile, keyPassphraseFile, clientCaFile } = tls;
  return new CertificateWatch({
    files: [certFile, keyFile, keyPassphraseFile, clientCaFile].filter((file) => file !== undefined),
    everyMs: tls.reloadIntervalMs,
    take: () => {
      listener.setTls(readTls(tls));
      logger.info("the changed certificate is in use", { file: certFile });
    },
    failed: ({ message }) =>
      logger.error("the changed certificate can not be used", { file: certFile, reason: message }),
  });
}

function rulesOf(config: ListenerConfig): ResponseHeaderRules {
  return new Map(
    config.responseHeaders.map(({ status, headers }) => [
      status,
      Object.fromEntries(headers.map(({ name, value }) => [name, value])),
    ]),
  );
}

function readTls(tls: NonNullable<ListenerConfig["tls"]>): TlsOptions {
  return {
    certificate: readFileSync(tls.certFile),
    privateKey: readFileSync(tls.keyFile),
    ...(tls.keyPassphraseFile !== undefined && {
      passphrase: readFileSync(tls.keyPassphraseFile, "utf8").trimEnd(),
    }),
    minVersion: tls.minVersion,
    maxVersion: tls.maxVersion,
    ...(tls.ciphers !== undefined && { ciphers: tls.ciphers }),
    ...(tls.keyExchangeGroups !== undefined && { groups: tls.keyExchangeGroups }),
    ...(tls.clientCaFile !== undefined && { clientCa: readFileSync(tls.clientCaFile) }),
    requestClientCertificate: tls.clientCertificates !== "never asked",
    requireClientCertificate: tls.clientCertificates === "required",
  };
}
