// From a device's settings to the device, on this thread.
import type { AuditDevice } from "../audit-device.ts";
import { type AuditPathPolicy, resolveAuditPath } from "../audit-path-policy.ts";
import type { DeviceSettings, DeviceTarget } from "../device-settings.ts";
import type { TurnScheduler } from "../turn-scheduler.ts";
import type { AuditFiles } from "./audit-files.ts";
import { DISCARD_DEVICE } from "./discard-device.ts";
import { FileDevice } from "./file-device.ts";
import { type ByteSink, StreamDevice } from "./stream-device.ts";

export interface DeviceFactoryOptions {
  files: AuditFiles;
  stdout: ByteSink;
  scheduler: TurnScheduler;
  /** For devices that were asked for through the API; the configuration's go where it says. */
  policy: AuditPathPolicy;
  monotonicMs(): number;
}

export class DeviceFactory {
  readonly #options: DeviceFactoryOptions;

  constructor(options: DeviceFactoryOptions) {
    this.#options = options;
  }

  /** Nothing is opened yet. @param isDeclared it stands in the configuration file */
  make({ target, prefix }: DeviceSettings, isDeclared: boolean): AuditDevice {
    if (target.kind === "discard") return DISCARD_DEVICE;
    if (target.kind === "file") return this.#file(target, prefix, isDeclared);
    return new StreamDevice(this.#options.stdout, this.#options.scheduler);
  }

  #file(target: Extract<DeviceTarget, { kind: "file" }>, prefix: string, isDeclared: boolean): AuditDevice {
    const { files, policy, monotonicMs } = this.#options;
    const { path, mode, keepsMode } = target;
    const admit = () => (isDeclared ? resolveAuditPath(path, files) : policy.admit(path, prefix));
    return new FileDevice({ mode, keepsMode, prefix, files, monotonicMs, admit });
  }
}
