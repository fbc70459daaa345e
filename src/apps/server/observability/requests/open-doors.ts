// What a listener serves beside or instead of the API: metrics and requests in flight without a token where it says so,
// and where it says so metrics alone or not at all. Like Vault's, these answers pass no policy and no audit, and are
// given by a sealed node too.
import { utf8 } from "#base/bytes.ts";
import type { MaybePromise } from "#base/maybe-promise.ts";
import { VaultError } from "#base/vault-error.ts";
import type { OpenAccess } from "#config/listener/open-access.ts";
import type { Reply } from "#contract/reply.ts";
import type { Request } from "#contract/request.ts";
import type { Answer } from "#core/core.ts";
import type { MetricsWish, TelemetryDesk } from "#core/telemetry/telemetry-desk.ts";
import type { Outcome } from "#http/write-answer.ts";
import type { InFlight } from "./in-flight.ts";

const METRICS = "sys/metrics";
/** What `metrics_path` stands for until it is looked at: no request's path looks so. */
const ALIAS = "//metrics";
const IN_FLIGHT = "sys/in-flight-req";
const REKEY = /^sys\/rekey(?:-recovery-key)?\/(?:init|update|verify)$/;
const GENERATE_ROOT = /^sys\/generate-root\/(?:attempt|update)$/;

export interface OpenDoorsOptions {
  access: OpenAccess;
  desk: Pick<TelemetryDesk, "metrics" | "inFlight">;
  inFlight: InFlight;
}

export class OpenDoors {
  readonly #access: OpenAccess;
  readonly #desk: OpenDoorsOptions["desk"];
  readonly #noted: InFlight;

  constructor({ access, desk, inFlight }: OpenDoorsOptions) {
    this.#access = access;
    this.#desk = desk;
    this.#noted = inFlight;
  }

  /** Request paths of what is asked for outside /v1/, by raw path. */
  get aliases(): ReadonlyMap<string, string> {
    const { metricsPath } = this.#access;
    return new Map(metricsPath === undefined ? [] : [[metricsPath, ALIAS]]);
  }

  /** @param next the usual way */
  handle(asked: Request, next: (request: Request) => MaybePromise<Outcome>): MaybePromise<Outcome> {
    const isAlias = asked.path === ALIAS;
    const request = isAlias ? { ...asked, path: METRICS } : asked;
    return this.#answer(request, isAlias) ?? next(this.#opened(request));
  }

  /** Vault's old forms, which anybody could start and cancel: open only where the listener says so. */
  #opened(request: Request): Request {
    const { rekeyWithoutToken, generateRootWithoutToken } = this.#access;
    const isOpen =
      (rekeyWithoutToken && REKEY.test(request.path)) ||
      (generateRootWithoutToken && GENERATE_ROOT.test(request.path));
    return isOpen ? { ...request, isOpenToAnybody: true } : request;
  }

  #answer(request: Request, isAlias: boolean): MaybePromise<Answer> | undefined {
    const { metrics, metricsPath, metricsWithoutToken, inFlightRequestsWithoutToken } = this.#access;
    const isMetrics = request.path === METRICS;
    if (metrics === "none" && isMetrics)
      return refused(request, 403, "metrics endpoint is disabled for this listener");
    // With a path of its own the usual one is closed too.
    if (metrics === "only" && (!isMetrics || isAlias !== (metricsPath !== undefined)))
      return refused(request, 404, ONLY_METRICS);
    if (request.operation !== "read") return undefined;
    if (isMetrics && metricsWithoutToken) return this.#metrics(request);
    if (request.path === IN_FLIGHT && inFlightRequestsWithoutToken) return this.#inFlight(request);
    return undefined;
  }

  async #metrics(request: Request): Promise<Answer> {
    return answerOf(request, await this.#desk.metrics(wishOf(request)));
  }

  async #inFlight(request: Request): Promise<Answer> {
    const ended = this.#noted.begin(request);
    try {
      return answerOf(request, { data: await this.#desk.inFlight(), bare: true });
    } finally {
      ended();
    }
  }
}

const ONLY_METRICS = "this listener only serves the metrics endpoint";

function wishOf({ parameters, headers }: Request): MetricsWish {
  const format = parameters.get("format");
  if (format !== undefined && typeof format !== "string") {
    throw new VaultError("invalid_request", "format is given more than once");
  }
  return { format, accept: headers.get("accept") };
}

function answerOf(request: Request, reply: Reply): Answer {
  return { requestId: request.id, reply, operation: request.operation, warnings: [], mountType: "system" };
}

function refused(request: Request, status: number, text: string): Answer {
  const raw = { contentType: "text/plain; charset=utf-8", body: utf8(`${text}\n`) };
  return answerOf(request, { status, raw });
}
