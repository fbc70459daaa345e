// The core with its audit room, `sys/` paths of that room, and an engine that stores whatever it is given.
import type { RawJson } from "#base/json/raw-json.ts";
import { defineEngine } from "#contract/engine.ts";
import { json, text } from "#contract/fields/scalars.ts";
import { definePath, reads, writes } from "#contract/path.ts";
import { AuditBroker } from "#core/audit/audit-broker.ts";
import { AuditPathRules } from "#core/audit/audit-path-policy.ts";
import { auditPaths } from "#core/audit/audit-paths.ts";
import { storeDeclaredSalts } from "#core/audit/declared-salts.ts";
import type { DeviceRequest } from "#core/audit/device-record.ts";
import { type AuditFiles, NODE_AUDIT_FILES } from "#core/audit/devices/audit-files.ts";
import { DeviceFactory } from "#core/audit/devices/device-factory.ts";
import type { TurnScheduler } from "#core/audit/turn-scheduler.ts";
import type { MountConfig } from "#core/mount-entry.ts";
import { Transaction } from "#core/transaction.ts";
import { secureRandom } from "#crypto/secure-random.ts";
import { aCore } from "#test/core-harness/a-core.ts";
import type { TestCore } from "#test/core-harness/test-core.ts";
import { MemorySink } from "./memory-sink.ts";
import { realScheduler } from "./real-scheduler.ts";
import { RecordingMeter } from "./recording-meter.ts";

export interface AuditedCoreOptions {
  declared?: readonly DeviceRequest[];
  files?: Partial<AuditFiles>;
  forbidden?: readonly string[];
  allowed?: readonly string[];
  mountConfig?: Partial<MountConfig>;
  scheduler?: TurnScheduler;
  allowsApiCreation?: boolean;
  allowsPrefix?: boolean;
}

export interface AuditedCore {
  core: TestCore;
  audit: AuditBroker;
  meter: RecordingMeter;
  stdout: MemorySink;
}

const boxFields = { name: text("Name."), value: json("Anything."), rest: text("") };
const SHOWN_HEADERS = { "x-shown": "a header" };

/** Stores JSON by name and gives it back; `broken` breaks, `denied` refuses with what it was given. */
const box = defineEngine<null>({
  type: "box",
  kind: "secret",
  open: () => null,
  paths: [
    definePath<null>()({
      pattern: "box/:name",
      fields: boxFields,
      summary: "A box.",
      operations: {
        read: reads<null, typeof boxFields>((_engine, call) => {
          const value = call.storage.get(call.fields.name ?? "");
          const stored = value && JSON.parse(Buffer.from(value).toString());
          return stored && { data: stored, warnings: ["only a test"], headers: SHOWN_HEADERS };
        }),
        update: writes<null, typeof boxFields>((_engine, call) => {
          call.storage.put(call.fields.name ?? "", (call.fields.value as RawJson).bytes);
          return undefined;
        }),
      },
    }),
    definePath<null>()({
      pattern: "broken",
      fields: boxFields,
      summary: "Breaks, and tells what it was given.",
      operations: {
        update: writes<null, typeof boxFields>((_engine, call) => {
          throw new TypeError(`can not take ${JSON.stringify(call.fields.value)}`);
        }),
      },
    }),
    definePath<null>()({
      pattern: ":rest*",
      fields: boxFields,
      summary: "All boxes.",
      operations: { list: reads(async (_engine, call) => ({ data: { keys: await call.storage.list("") } })) },
    }),
  ],
});

export function declaredFile(
  path: string,
  file: string,
  options: Record<string, string> = {},
): DeviceRequest {
  return { path, type: "file", description: "", options: { file_path: file, ...options }, local: false };
}

export async function auditedCore(options: AuditedCoreOptions = {}): Promise<AuditedCore> {
  // The room needs the core's cache, and the core's catalog needs the room.
  const late: { room?: AuditBroker } = {};
  const room = new Proxy({} as AuditBroker, {
    get(_target, name) {
      const value: unknown = late.room ? Reflect.get(late.room, name, late.room) : false;
      return typeof value === "function" ? value.bind(late.room) : value;
    },
  });
  const core = await aCore({
    engines: [
      box,
      defineEngine<null>({
        type: "system",
        kind: "secret",
        open: () => null,
        paths: auditPaths(room, { ...options, random: secureRandom }),
      }),
    ],
    mounts: [
      { path: "sys/", type: "system" },
      { path: "b/", type: "box", config: options.mountConfig ?? {} },
    ],
    policies: {
      auditors: { "sys/audit*": ["read", "update"], "sys/config/*": ["read", "update"], "b/*": ["read"] },
      readers: { "b/box/*": ["read"] },
    },
    audit: room,
  });
  const meter = new RecordingMeter();
  const stdout = new MemorySink();
  late.room = brokerOf(core, options, { meter, stdout });
  await saltDeclared(core, options.declared ?? []);
  return { core, audit: late.room, meter, stdout };
}

/** A room over the core's cache: a thread's. */
export function brokerOf(
  core: TestCore,
  options: AuditedCoreOptions,
  { meter, stdout }: { meter: RecordingMeter; stdout: MemorySink },
): AuditBroker {
  const { clock, logger, thread } = core;
  const files = { ...NODE_AUDIT_FILES, ...options.files };
  const { forbidden = [], allowed } = options;
  const policy = new AuditPathRules({ forbidden, files, ...(allowed && { allowed }) });
  const scheduler = options.scheduler ?? realScheduler;
  const monotonicMs = () => clock.monotonicMs();
  return new AuditBroker({
    cache: thread.cache,
    factory: new DeviceFactory({ files, stdout, scheduler, policy, monotonicMs }),
    logger,
    clock,
    scheduler,
    meter,
    declared: options.declared ?? [],
    engineVersion: "v0.1.0+builtin.coffer",
  });
}

/** The leader's duty before it serves. */
export async function saltDeclared(core: TestCore, declared: readonly DeviceRequest[]): Promise<void> {
  const transaction = new Transaction({
    store: core.store,
    barrier: core.thread.barrier,
    nowMs: core.clock.logTimeMs(),
  });
  if (!storeDeclaredSalts(transaction, declared, secureRandom)) return;
  await core.node.turns.during(core.consensus.propose(transaction.proposal(core.node.nextId())));
}
