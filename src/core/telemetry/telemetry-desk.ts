// What the paths of telemetry ask of their node: what it measured, what it is doing, how it is configured.
import type { JsonObject } from "#base/json/raw-json.ts";
import type { LogLevel } from "#base/logger.ts";
import type { MaybePromise } from "#base/maybe-promise.ts";
import type { Reply } from "#contract/reply.ts";

/** How a scrape wants its answer. */
export interface MetricsWish {
  readonly format: string | undefined;
  /** The Accept header. */
  readonly accept: string | undefined;
}

export type LogFormat = "standard" | "json";

export interface LoggerDesk {
  /** Every logger's level by name. */
  levels(): ReadonlyMap<string, LogLevel>;
  /** @param name undefined: all of them. @returns false: there is no such logger */
  setLevel(name: string | undefined, level: LogLevel): boolean;
  /** Back to the level of the configuration. @returns false: there is no such logger */
  resetLevel(name: string | undefined): boolean;
}

export interface TelemetryDesk {
  metrics(wish: MetricsWish): Promise<Reply>;
  /** Requests that are being served by any thread, by id. */
  inFlight(): Promise<JsonObject>;
  hostInfo(): Promise<JsonObject>;
  /** Without secrets. */
  configuration(): JsonObject;
  readonly loggers: LoggerDesk;
  /** The log from now on, until the client goes or the node stops. @throws VaultError too_many_requests */
  monitor(level: LogLevel, format: LogFormat): MaybePromise<ReadableStream<Uint8Array>>;
}
