// An enabled device on this thread: its salt, the form of its entries, and the thing they go to.
import { decodeBase64 } from "#base/bytes.ts";
import { isPromise, type MaybePromise } from "#base/maybe-promise.ts";
import type { AuditDevice } from "./audit-device.ts";
import type { AuditMeter } from "./audit-meter.ts";
import type { StoredDevice } from "./device-record.ts";
import type { DeviceSettings } from "./device-settings.ts";
import { AuditEntry, type EntryOptions } from "./entry/audit-entry.ts";
import { CLEAR_VALUES, HashedValues } from "./entry/value-text.ts";
import type { FailureLog } from "./failure-log.ts";

export interface ActiveDeviceOptions {
  path: string;
  device: AuditDevice;
  /** Undefined: its entries can not even be made; `device` says why. */
  entry: AuditEntry | undefined;
  failures: FailureLog;
  meter: AuditMeter;
  monotonicMs(): number;
}

export class ActiveDevice {
  readonly path: string;
  readonly entry: AuditEntry | undefined;
  readonly #options: ActiveDeviceOptions;

  constructor(options: ActiveDeviceOptions) {
    this.path = options.path;
    this.entry = options.entry;
    this.#options = options;
  }

  /** @returns whether the device has all of the lines. Never throws: a failure is counted and logged here. */
  append(lines: Uint8Array, count: number): MaybePromise<boolean> {
    const startedAtMs = this.#options.monotonicMs();
    try {
      const taken = this.#options.device.append(lines);
      if (!isPromise(taken)) return this.#took(count, startedAtMs);
      return taken.then(
        () => this.#took(count, startedAtMs),
        (error: unknown) => this.#failed(error, count, startedAtMs),
      );
    } catch (error) {
      return this.#failed(error, count, startedAtMs);
    }
  }

  reopen(): void {
    this.#quietly(() => this.#options.device.reopen());
  }

  close(): void {
    this.#quietly(() => this.#options.device.close());
  }

  #took(count: number, startedAtMs: number): true {
    const { meter, failures, monotonicMs } = this.#options;
    failures.worked();
    meter.device(this.path, count, monotonicMs() - startedAtMs, true);
    return true;
  }

  #failed(error: unknown, count: number, startedAtMs: number): false {
    const { meter, failures, monotonicMs } = this.#options;
    failures.failed(error);
    meter.device(this.path, count, monotonicMs() - startedAtMs, false);
    return false;
  }

  #quietly(run: () => void): void {
    try {
      run();
    } catch (error) {
      this.#options.failures.failed(error);
    }
  }
}

/** @throws TypeError when the salt is damaged */
export function hashedValuesOf({ salt }: Pick<StoredDevice, "salt">): HashedValues {
  const bytes = decodeBase64(salt);
  if (!bytes) throw new TypeError("an audit device's salt is not base64");
  return new HashedValues(bytes);
}

/** `log_raw` is for one device's values: another's stay hashed, and so do headers (CVE-2024-0831). */
export function entryOf(
  settings: DeviceSettings,
  stored: Pick<StoredDevice, "salt">,
  shared: Pick<EntryOptions, "mounts" | "headers">,
): AuditEntry {
  const hashed = hashedValuesOf(stored);
  const { prefix, hmacAccessor, elideListResponses, logRaw } = settings;
  const values = logRaw ? CLEAR_VALUES : hashed;
  return new AuditEntry({
    ...shared,
    values,
    headerValues: hashed,
    prefix,
    hmacAccessor,
    elideListResponses,
  });
}
