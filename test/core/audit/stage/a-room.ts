import fs from "node:fs";
import { setImmediate } from "node:timers/promises";
import { VaultError } from "#base/vault-error.ts";
import type { AuditBroker } from "#core/audit/audit-broker.ts";
import { aCore } from "#test/core-harness/a-core.ts";
import type { TestCore } from "#test/core-harness/test-core.ts";
import { type AuditedCoreOptions, brokerOf, saltDeclared } from "./audited-core.ts";
import { errno } from "./file-device.ts";
import { ManualScheduler } from "./manual-scheduler.ts";
import { MemorySink } from "./memory-sink.ts";
import { RecordingMeter } from "./recording-meter.ts";

export const STDOUT = { path: "out/", type: "stdout", description: "", options: {}, local: false };

export interface Room {
  core: TestCore;
  scheduler: ManualScheduler;
  meter: RecordingMeter;
  stdout: MemorySink;
  audit: AuditBroker;
}

/** A room whose turns end when a test says so. */
export async function aRoom(options: AuditedCoreOptions): Promise<Room> {
  const core = await aCore();
  const scheduler = new ManualScheduler();
  const meter = new RecordingMeter();
  const stdout = new MemorySink();
  const audit = brokerOf(core, { ...options, scheduler }, { meter, stdout });
  await saltDeclared(core, options.declared ?? []);
  core.thread.cache.refresh();
  return { core, scheduler, meter, stdout, audit };
}

/** "kept", "waiting", or why not. */
export async function outcomeOf(promise: unknown): Promise<string> {
  const settled = Promise.resolve(promise).then(
    () => "kept",
    (error) => (error instanceof VaultError ? error.message : String(error)),
  );
  return Promise.race([settled, setImmediate("waiting")]);
}

/** Files that can not be written to while their names are in `broken`. */
export function failingFiles(): { files: Required<AuditedCoreOptions>["files"]; broken: Set<string> } {
  const broken = new Set<string>();
  const names = new Map<number, string>();
  const openSync = ((path: string, ...rest: [number, number]) => {
    const descriptor = fs.openSync(path, ...rest);
    names.set(descriptor, path.slice(path.lastIndexOf("/") + 1));
    return descriptor;
  }) as typeof fs.openSync;
  const writeSync = ((descriptor: number, ...rest: [Uint8Array, number, number]) => {
    if (broken.has(names.get(descriptor) ?? "")) throw errno("ENOSPC");
    return fs.writeSync(descriptor, ...rest);
  }) as typeof fs.writeSync;
  return { broken, files: { openSync, writeSync } };
}
