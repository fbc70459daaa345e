// The process as the system sees it, in the names that every Prometheus client library has.
import { readdirSync, readFileSync } from "node:fs";
import type { Meter } from "#metrics/meter.ts";
import type { GaugeReading } from "#metrics/reading.ts";

const MICROSECONDS_PER_SECOND = 1e6;
const KIB = 1024;

export function meterProcess(meter: Meter, startedAtMs: number): void {
  const cpu = meter.counter("process.cpu_seconds");
  meter.tallies(() => {
    const { user, system } = process.cpuUsage();
    cpu.reach((user + system) / MICROSECONDS_PER_SECOND);
  });
  meter.gauges(() => [
    { name: "runtime.sys_bytes", labels: {}, value: process.memoryUsage.rss() },
    { name: "process.resident_memory_bytes", labels: {}, value: process.memoryUsage.rss() },
    { name: "process.start_time_seconds", labels: {}, value: startedAtMs / 1000 },
    ...linuxGauges(),
  ]);
}

/** What only /proc tells: elsewhere it is left out. */
function linuxGauges(): GaugeReading[] {
  try {
    const status = readFileSync("/proc/self/status", "utf8");
    const limits = readFileSync("/proc/self/limits", "utf8");
    const anonymous = /^RssAnon:\s+(\d+) kB$/m.exec(status)?.[1];
    const files = /^Max open files\s+(\d+)/m.exec(limits)?.[1];
    return [
      { name: "process.open_fds", labels: {}, value: readdirSync("/proc/self/fd").length },
      ...(anonymous === undefined
        ? []
        : [
            { name: "process.resident_anonymous_bytes" as const, labels: {}, value: Number(anonymous) * KIB },
          ]),
      ...(files === undefined
        ? []
        : [{ name: "process.max_fds" as const, labels: {}, value: Number(files) }]),
    ];
  } catch {
    return [];
  }
}
