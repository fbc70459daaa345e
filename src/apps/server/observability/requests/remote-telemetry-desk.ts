// Telemetry as a request thread gives it: what concerns all threads is asked of the main thread, the rest is at hand.
import type { Clock } from "#base/clock.ts";
import type { JsonObject } from "#base/json/raw-json.ts";
import type { LogLevel } from "#base/logger.ts";
import type { Reply } from "#contract/reply.ts";
import type { LogFormat, LoggerDesk, MetricsWish, TelemetryDesk } from "#core/telemetry/telemetry-desk.ts";
import type { MainMethods } from "../../links/main-messages.ts";
import type { Rpc } from "../../links/rpc.ts";
import type { LogLevels } from "../../logging/log-levels.ts";
import type { LogMonitors } from "../logs/log-monitors.ts";
import { hostInfo } from "../node/host-info.ts";
import { type MetricsAnswerOptions, metricsAnswer, refusalOf } from "./metrics-answer.ts";

export interface RemoteTelemetryDeskOptions {
  main: Rpc<MainMethods>;
  clock: Clock;
  answers: MetricsAnswerOptions;
  levels: LogLevels;
  monitors: LogMonitors;
  /** Where the node's files are. */
  dataDirectory: string;
  /** The cluster's name; "" while it is not known. */
  clusterName(): string;
  /** Of the start, or of the last SIGHUP. */
  configuration(): JsonObject;
}

export class RemoteTelemetryDesk implements TelemetryDesk {
  readonly loggers: LoggerDesk;
  readonly #options: RemoteTelemetryDeskOptions;

  constructor(options: RemoteTelemetryDeskOptions) {
    const { levels } = options;
    this.#options = options;
    this.loggers = {
      levels: () => levels.all(),
      setLevel: (name, level) => levels.set(name, level),
      resetLevel: (name) => levels.reset(name),
    };
  }

  async metrics(wish: MetricsWish): Promise<Reply> {
    const { main, answers, clock, clusterName } = this.#options;
    const refusal = refusalOf(wish, answers);
    if (refusal) return refusal;
    const { readings } = await main.call("collectReadings");
    return metricsAnswer({ wish, readings, cluster: clusterName() }, answers, clock);
  }

  async inFlight(): Promise<JsonObject> {
    return this.#options.main.call("collectInFlight");
  }

  hostInfo(): Promise<JsonObject> {
    const { dataDirectory, clock } = this.#options;
    return hostInfo(["/", dataDirectory], clock.wallMs());
  }

  configuration(): JsonObject {
    return this.#options.configuration();
  }

  monitor(level: LogLevel, format: LogFormat): ReadableStream<Uint8Array> {
    return this.#options.monitors.open(level, format);
  }
}
