import assert from "node:assert/strict";
import { test } from "node:test";
import { LOG_LEVELS_BYTES, LogLevels } from "#apps/server/logging/log-levels.ts";
import { LogSink } from "#apps/server/logging/log-sink.ts";
import { LogMonitors } from "#apps/server/observability/logs/log-monitors.ts";
import { VaultError } from "#base/vault-error.ts";
import { Meter } from "#metrics/meter.ts";

function room() {
  const levels = new LogLevels(new SharedArrayBuffer(LOG_LEVELS_BYTES));
  levels.configure("error");
  const dropped = new Meter().counter("coffer.monitor_dropped_lines");
  const monitors = new LogMonitors({ levels, dropped });
  // Nothing below "error" is written; monitors hear of more.
  const logger = new LogSink({ format: "standard", fileDescriptor: 2, levels });
  return { levels, dropped, monitors, logger };
}

async function firstLine(stream: ReadableStream<Uint8Array>): Promise<string> {
  const { value } = await stream.getReader().read();
  return new TextDecoder().decode(value);
}

test("a monitor hears lines from its level on, also those that the log leaves out", async () => {
  const { monitors, logger } = room();
  const stream = monitors.open("info", "standard");
  logger.debug("too low");
  logger.named("core").info("heard", { index: 7 });
  assert.match(await firstLine(stream), /\[INFO\] +core: heard: index=7\n$/);
  monitors.close();
});

test("in JSON a line has the keys that Vault's has", async () => {
  const { monitors, logger } = room();
  const stream = monitors.open("debug", "json");
  logger.named("core").warn("careful", { index: 7 });
  const line = JSON.parse(await firstLine(stream));
  assert.deepEqual(Object.keys(line), ["@level", "@message", "@module", "@timestamp", "index"]);
  monitors.close();
});

test("a client that goes away is forgotten, and lines are no longer made for it", async () => {
  const { monitors, levels } = room();
  const stream = monitors.open("trace", "standard");
  assert.deepEqual([monitors.count, levels.monitors], [1, 1]);
  await stream.cancel();
  assert.deepEqual([monitors.count, levels.monitors], [0, 0]);
});

test("more clients than a thread serves are refused", () => {
  const { monitors } = room();
  for (let at = 0; at < 16; at++) monitors.open("info", "standard");
  assert.throws(
    () => monitors.open("info", "standard"),
    (error) => error instanceof VaultError && error.code === "too_many_requests",
  );
  monitors.close();
  assert.equal(monitors.count, 0);
});

test("a client that reads too slowly misses lines, is told how many, and holds nobody up", async () => {
  const { monitors, logger, dropped } = room();
  const reader = monitors.open("info", "standard").getReader();
  for (let at = 0; at < 600; at++) logger.info(`line ${at}`);
  while (dropped.total < 600 - 512) await new Promise((resolve) => setImmediate(resolve));
  for (let at = 0; at < 512; at++) await reader.read();
  logger.info("the next");
  const { value } = await reader.read();
  assert.match(new TextDecoder().decode(value), /the client was too slow: lines are missing: lines=88/);
  monitors.close();
});
