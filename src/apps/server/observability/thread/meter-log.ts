import { LOG_LEVELS, type Logger } from "#base/logger.ts";
import type { Meter } from "#metrics/meter.ts";
import { LogSink } from "../../logging/log-sink.ts";

/** Counts the lines that this thread writes to the log. */
export function meterLog(meter: Meter, logger: Logger): void {
  if (!(logger instanceof LogSink)) return;
  const counters = LOG_LEVELS.map((level) => meter.counter("coffer.log_lines", { level }));
  meter.tallies(() => {
    for (const [rank, counter] of counters.entries()) counter.reach(logger.written[rank] ?? 0);
  });
}
