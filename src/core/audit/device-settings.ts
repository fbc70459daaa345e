// A device's type and options, checked. The names are Vault's; what would be ignored in silence and matter is refused.
import { VaultError } from "#base/vault-error.ts";
import { booleanOf } from "#contract/fields/scalars.ts";
import type { DeviceRequest } from "./device-record.ts";

export type DeviceTarget =
  | { kind: "file"; path: string; mode: number; keepsMode: boolean }
  | { kind: "stdout" }
  | { kind: "discard" };

export interface DeviceSettings {
  target: DeviceTarget;
  logRaw: boolean;
  hmacAccessor: boolean;
  elideListResponses: boolean;
  prefix: string;
}

const KNOWN = new Set([
  ...["path", "file_path", "mode", "format", "prefix"],
  ...["log_raw", "hmac_accessor", "elide_list_responses"],
]);
/** Parts of Vault Enterprise that would write less than is expected of a device that knows nothing of them. */
const ENTERPRISE = ["fallback", "filter", "exclude"];
const TYPES = ["file", "stdout"];
const DEFAULT_MODE = 0o600;
const READ_WRITE_BITS = 0o666;
const MAX_PREFIX = 64;
const MAX_PATH = 4096;

/** @throws VaultError invalid_request, with the rule that an option breaks */
export function readDeviceSettings({
  type,
  options,
}: Pick<DeviceRequest, "type" | "options">): DeviceSettings {
  if (!TYPES.includes(type)) throw refusal(`unknown backend type: ${JSON.stringify(type)}`);
  if (ENTERPRISE.some((name) => Object.hasOwn(options, name))) {
    throw refusal("enterprise-only options supplied");
  }
  checkFormat(options.format);
  return {
    target: type === "stdout" ? { kind: "stdout" } : fileTarget(options),
    logRaw: flag(options, "log_raw", false),
    hmacAccessor: flag(options, "hmac_accessor", true),
    elideListResponses: flag(options, "elide_list_responses", false),
    prefix: checkedPrefix(options.prefix ?? ""),
  };
}

/** Options that mean nothing here. */
export function unknownOptions(options: DeviceRequest["options"]): string[] {
  return Object.keys(options).filter((name) => !KNOWN.has(name));
}

function checkFormat(format = "json"): void {
  if (format === "json") return;
  if (format === "jsonx") {
    throw refusal('jsonx formatting has been removed, consider switching to json by omitting "format"');
  }
  throw refusal('"format" must be "json"');
}

function fileTarget(options: DeviceRequest["options"]): DeviceTarget {
  const path = options.file_path ?? options.path ?? "";
  if (path === "") throw refusal("file_path is required");
  if (options.path !== undefined && options.path !== path) {
    throw refusal('"path" and "file_path" are two names of one option and must not differ');
  }
  if (path.includes("\0") || path.length > MAX_PATH) throw refusal("file_path is not a file name");
  const word = path.toLowerCase();
  if (word === "stdout" || path === "/dev/stdout") return { kind: "stdout" };
  if (word === "discard" || path === "/dev/null") return { kind: "discard" };
  return { kind: "file", path, ...readMode(options.mode) };
}

/** Mode 0000 leaves a file's permissions as they are. */
function readMode(text: string | undefined): { mode: number; keepsMode: boolean } {
  if (text === undefined || text === "") return { mode: DEFAULT_MODE, keepsMode: false };
  if (!/^[0-7]{1,4}$/.test(text)) throw refusal('"mode" must be octal, like "0600"');
  const mode = Number.parseInt(text, 8);
  // A log that can be executed was a way to run code (CVE-2025-6000).
  if ((mode & ~READ_WRITE_BITS) !== 0)
    throw refusal('"mode" must not hold execute, setuid, setgid or sticky bits');
  return mode === 0 ? { mode: DEFAULT_MODE, keepsMode: true } : { mode, keepsMode: false };
}

function checkedPrefix(prefix: string): string {
  if (prefix.length > MAX_PREFIX) throw refusal(`"prefix" must not be longer than ${MAX_PREFIX} characters`);
  if (!/^[ -~]*$/.test(prefix)) throw refusal('"prefix" must be printable ASCII');
  if (prefix.startsWith("#!")) throw refusal('"prefix" must not begin with "#!"');
  return prefix;
}

function flag(options: DeviceRequest["options"], name: string, otherwise: boolean): boolean {
  const text = options[name];
  if (text === undefined) return otherwise;
  const value = text === "" ? undefined : booleanOf(text);
  if (value === undefined) throw refusal(`${JSON.stringify(name)} must be true or false`);
  return value;
}

function refusal(message: string): VaultError {
  return new VaultError("invalid_request", message);
}
