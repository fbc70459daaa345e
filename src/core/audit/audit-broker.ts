// The audit room: writes every request and every answer to all enabled devices, and lets nothing pass that none of
// them has. Each request thread has its own; they meet in the files.
import type { Clock } from "#base/clock.ts";
import type { Logger } from "#base/logger.ts";
import { andThen, type MaybePromise, orElse } from "#base/maybe-promise.ts";
import type { AuditLog, AuditOutcome, AuditSubject } from "../audit-log.ts";
import type { StateCache } from "../state-cache.ts";
import { ActiveDevice, entryOf } from "./active-device.ts";
import type { AuditDevice } from "./audit-device.ts";
import type { AuditMeter } from "./audit-meter.ts";
import { AuditedHeaders } from "./audited-headers.ts";
import type { DeviceRequest, StoredDevice } from "./device-record.ts";
import { DeviceSet, type WantedDevice } from "./device-set.ts";
import { readDeviceSettings } from "./device-settings.ts";
import type { DeviceFactory } from "./devices/device-factory.ts";
import type { AuditEntry, EntryKind } from "./entry/audit-entry.ts";
import { MountTexts } from "./entry/mount-text.ts";
import { TimeText } from "./entry/timestamp.ts";
import { FailureLog } from "./failure-log.ts";
import { auditFailed, Turn } from "./turn.ts";
import type { TurnScheduler } from "./turn-scheduler.ts";

export interface AuditBrokerOptions {
  cache: StateCache;
  factory: DeviceFactory;
  logger: Logger;
  clock: Clock;
  scheduler: TurnScheduler;
  meter: AuditMeter;
  /** Devices of the configuration file. */
  declared: readonly DeviceRequest[];
  /** What entries call the version of every engine, like `v1.2.3+builtin.coffer`. */
  engineVersion: string;
}

/** More than this is written at once, without waiting for the end of the turn. */
const MAX_TURN_LENGTH = 4 * 1024 * 1024;

export class AuditBroker implements AuditLog {
  readonly #options: AuditBrokerOptions;
  readonly #set: DeviceSet;
  readonly #shared: { mounts: MountTexts; headers: () => AuditedHeaders["rules"] };
  readonly #time = new TimeText();
  #turn: Turn | undefined;

  constructor(options: AuditBrokerOptions) {
    this.#options = options;
    const headers = new AuditedHeaders(options.cache);
    this.#shared = { mounts: new MountTexts(options.engineVersion), headers: () => headers.rules };
    this.#set = new DeviceSet({
      cache: options.cache,
      declared: options.declared,
      activate: (wanted) => this.#activate(wanted),
      beforeChange: () => this.#flush(),
    });
  }

  /** @throws VaultError sealed, DamagedRecordError */
  get isEnabled(): boolean {
    return this.deviceCount > 0;
  }

  /** @throws VaultError sealed, DamagedRecordError */
  get deviceCount(): number {
    return this.#set.devices.length;
  }

  get declared(): readonly DeviceRequest[] {
    return this.#set.declared;
  }

  /** Whether a declared device takes no entry yet. @throws VaultError sealed, DamagedRecordError */
  get lacksSalts(): boolean {
    return this.#set.lacksSalts;
  }

  request(subject: AuditSubject, outcome: AuditOutcome): MaybePromise<void> {
    return this.#record("request", subject, outcome);
  }

  response(subject: AuditSubject, outcome: AuditOutcome): MaybePromise<void> {
    return this.#record("response", subject, outcome);
  }

  /** After logs were rotated (SIGHUP): the next entries go to files opened anew. Also while sealed. */
  reopen(): void {
    this.#flush();
    for (const device of this.#set.inUse) device.reopen();
  }

  /** The configuration file was read again (SIGHUP). */
  declare(declared: readonly DeviceRequest[]): void {
    this.#set.declare(declared);
  }

  /** Writes a test entry to a device that is about to be enabled. @throws whatever the device has against it */
  probe(device: StoredDevice, requestId: string): MaybePromise<void> {
    const settings = readDeviceSettings(device);
    const probed = this.#options.factory.make(settings, false);
    const entry = entryOf(settings, device, this.#shared);
    const line = Buffer.from(entry.testLine(requestId, this.#now()));
    const tried = orElse<void>(
      () => probed.append(line),
      (error) => {
        probed.close();
        throw error;
      },
    );
    return andThen(tried, () => probed.close());
  }

  /** What waits is written; nothing is kept open. */
  close(): void {
    this.#set.drop();
  }

  #record(kind: EntryKind, subject: AuditSubject, outcome: AuditOutcome): MaybePromise<void> {
    const { devices } = this.#set;
    if (devices.length === 0) return undefined;
    const time = this.#now();
    const lines = devices.map(({ path, entry }) =>
      entry === undefined ? "" : this.#line(path, () => entry.line(kind, subject, outcome, time), kind),
    );
    const turn = this.#openTurn(devices);
    const verdict = turn.add(kind, lines);
    if (turn.length > MAX_TURN_LENGTH) this.#flush();
    return verdict;
  }

  /** What can not be written down must not happen. The error itself may hold a value: only its name is logged. */
  #line(device: string, make: () => string, kind: EntryKind): string {
    try {
      return make();
    } catch (error) {
      const reason = error instanceof Error ? error.name : "unknown";
      this.#options.logger.error("audit entry can not be made", { device, kind, reason });
      this.#options.meter.entries(kind, 1, 0, false);
      throw auditFailed(kind);
    }
  }

  #openTurn(devices: readonly ActiveDevice[]): Turn {
    if (this.#turn) return this.#turn;
    const { meter, clock, scheduler } = this.#options;
    const turn = new Turn({ devices, meter, monotonicMs: () => clock.monotonicMs() });
    this.#turn = turn;
    scheduler.atEndOfTurn(() => {
      if (this.#turn === turn) this.#flush();
    });
    return turn;
  }

  #flush(): void {
    const turn = this.#turn;
    this.#turn = undefined;
    turn?.write();
  }

  #now(): string {
    return this.#time.of(this.#options.clock.wallMs());
  }

  #activate(wanted: WantedDevice): ActiveDevice {
    const { logger, meter, clock } = this.#options;
    const { path } = wanted.request;
    const monotonicMs = () => clock.monotonicMs();
    const failures = new FailureLog({ logger, device: path, monotonicMs });
    return new ActiveDevice({ path, failures, meter, monotonicMs, ...this.#open(wanted) });
  }

  #open({ request, isDeclared, stored }: WantedDevice): {
    device: AuditDevice;
    entry: AuditEntry | undefined;
  } {
    try {
      if (!stored) throw new Error("no salt is stored for it yet: the leader does that");
      const settings = readDeviceSettings(request);
      const device = this.#options.factory.make(settings, isDeclared);
      return { device, entry: entryOf(settings, stored, this.#shared) };
    } catch (error) {
      return { device: unusable(error), entry: undefined };
    }
  }
}

/** A device that is enabled and can not be made: it counts as one that fails. */
function unusable(error: unknown): AuditDevice {
  return {
    append() {
      throw error;
    },
    reopen() {},
    close() {},
  };
}
