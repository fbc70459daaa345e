import type { DeviceRequest } from "./device-record.ts";
import { readDeviceSettings } from "./device-settings.ts";
import { devicePath } from "./paths/device-path.ts";

/** An `audit` block as the configuration file has it. */
export interface DeclaredBlock {
  type: string;
  path: string;
  description: string;
  local: boolean;
  options: ReadonlyMap<string, string>;
}

/** A device of the configuration file. @throws VaultError invalid_request, with the rule that it breaks */
export function declaredDevice({ path, options, ...block }: DeclaredBlock): DeviceRequest {
  const device = { ...block, path: devicePath(path), options: Object.fromEntries(options) };
  readDeviceSettings(device);
  return device;
}
