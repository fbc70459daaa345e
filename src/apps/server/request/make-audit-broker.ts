// The audit room of one request thread, with the process's own files, standard output and loop.
import { createWriteStream } from "node:fs";
import { AuditBroker } from "#core/audit/audit-broker.ts";
import type { AuditMeter } from "#core/audit/audit-meter.ts";
import { AuditPathRules } from "#core/audit/audit-path-policy.ts";
import { NODE_AUDIT_FILES } from "#core/audit/devices/audit-files.ts";
import { DeviceFactory } from "#core/audit/devices/device-factory.ts";
import type { TurnScheduler } from "#core/audit/turn-scheduler.ts";
import type { RequestThreadData } from "../main/node-data.ts";
import { VAULT_VERSION } from "../version.ts";
import type { Foundation } from "./foundation.ts";

const scheduler: TurnScheduler = {
  atEndOfTurn: (run) => {
    setImmediate(run);
  },
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

const STDOUT = 1;

export function makeAuditBroker(
  foundation: Foundation,
  data: RequestThreadData,
  meter: AuditMeter,
): AuditBroker {
  const { cache, clock, logger, monotonicMs } = foundation;
  const policy = new AuditPathRules({ forbidden: data.forbiddenAuditFolders, files: NODE_AUDIT_FILES });
  // A worker's process.stdout goes through the main thread; the descriptor itself waits for nobody.
  const stdout = createWriteStream("", { fd: STDOUT, autoClose: false });
  stdout.on("error", (error) =>
    logger.error("standard output can not be written", { reason: error.message }),
  );
  return new AuditBroker({
    cache,
    factory: new DeviceFactory({ files: NODE_AUDIT_FILES, stdout, scheduler, policy, monotonicMs }),
    logger: logger.named("audit"),
    clock,
    scheduler,
    meter,
    declared: data.audit.declared,
    engineVersion: `v${VAULT_VERSION}+builtin.vault`,
  });
}
