// What is stored of audit devices. The list of their paths is its own guard: each change of the set rewrites it, so
// no two devices overlap, and every thread learns the set by reading two kinds of cached records.

import { ROOT_NAMESPACE } from "#base/namespace.ts";
import { jsonRecord } from "#contract/record.ts";
import { storageKey } from "#storage/key-areas.ts";

/** A device as somebody asked for it. */
export interface DeviceRequest {
  /** With trailing slash. */
  path: string;
  type: string;
  description: string;
  options: Readonly<Record<string, string>>;
  local: boolean;
}

export interface StoredDevice extends DeviceRequest {
  /** Key of the device's codes: 32 random bytes, base64. Never shown. */
  salt: string;
}

interface DeviceList {
  paths: readonly string[];
}

export const deviceRecord = jsonRecord<StoredDevice>("audit-device", 1);
export const deviceListRecord = jsonRecord<DeviceList>("audit-devices", 1);

export const SALT_BYTES = 32;
/** Enabled through the API; the configuration's are not in it. */
export const DEVICE_LIST_KEY = storageKey("guard", ROOT_NAMESPACE, "audit-devices");

/** @param path with trailing slash */
export function deviceKey(path: string): string {
  return storageKey("audit", ROOT_NAMESPACE, path);
}
