import fs from "node:fs";
import { resolveAuditPath } from "#core/audit/audit-path-policy.ts";
import type { AuditFiles } from "#core/audit/devices/audit-files.ts";
import { FileDevice } from "#core/audit/devices/file-device.ts";

/** What a test wants otherwise. */
export interface FileDeviceOverrides {
  files?: Partial<AuditFiles>;
  mode?: number;
  keepsMode?: boolean;
  prefix?: string;
  monotonicMs?: () => number;
}

export function fileDevice(path: string, overrides: FileDeviceOverrides = {}): FileDevice {
  const files = { ...fs, ...overrides.files };
  return new FileDevice({
    mode: overrides.mode ?? 0o600,
    keepsMode: overrides.keepsMode ?? false,
    prefix: overrides.prefix ?? "",
    files,
    monotonicMs: overrides.monotonicMs ?? (() => 0),
    admit: () => resolveAuditPath(path, files),
  });
}

/** As node:fs would throw it. */
export function errno(code: string): Error {
  return Object.assign(new Error(`write failed: ${code}`), { code });
}
