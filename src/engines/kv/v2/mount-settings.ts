// What a mount of kv v2 is set to: rules for keys that have none of their own, and whether it is being upgraded.
import { parseDurationSeconds } from "#base/duration.ts";
import { VaultError } from "#base/vault-error.ts";
import type { Field } from "#contract/fields/field.ts";
import { jsonOf } from "#contract/fields/scalars.ts";
import { jsonRecord } from "#contract/record.ts";
import type { ReadView, View } from "#contract/view.ts";

export interface MountSettings {
  /** 0: the standard. */
  maxVersions: number;
  casRequired: boolean;
  /** 0: never; below 0: never, whatever a key says. */
  deleteAfterSeconds: number;
  metadataCasRequired: boolean;
}

const STANDARD: MountSettings = {
  maxVersions: 0,
  casRequired: false,
  deleteAfterSeconds: 0,
  metadataCasRequired: false,
};

export const STANDARD_MAX_VERSIONS = 10;
/** Removing a key with all its versions is one entry of the log. */
export const MOST_VERSIONS = 4096;

const settingsRecord = jsonRecord<MountSettings>("kv-config", 1);
const upgradeRecord = jsonRecord<UpgradeProgress>("kv-upgrade", 1);
const SETTINGS_KEY = "config";
const UPGRADE_KEY = "upgrade";

export function readSettings(settings: ReadView): MountSettings {
  return settings.read(settingsRecord, SETTINGS_KEY) ?? STANDARD;
}

export function writeSettings(settings: View, changed: MountSettings): void {
  settings.write(settingsRecord, SETTINGS_KEY, changed);
}

/** Present while values of version 1 are being turned into keys. */
export interface UpgradeProgress {
  startedAtMs: number;
  /** The path that was turned last. Undefined: looks from the beginning. */
  after?: string;
}

export function readUpgrade(settings: ReadView): UpgradeProgress | undefined {
  return settings.read(upgradeRecord, UPGRADE_KEY);
}

/** @param progress undefined: it is done */
export function writeUpgrade(settings: View, progress: UpgradeProgress | undefined): void {
  if (progress) settings.write(upgradeRecord, UPGRADE_KEY, progress);
  else settings.delete(UPGRADE_KEY);
}

/** Milliseconds since the epoch at which what is written now is deleted; 0: never. */
export function deletionOf(mount: MountSettings, keySeconds: number, nowMs: number): number {
  if (mount.deleteAfterSeconds < 0) return 0;
  const given = [keySeconds, mount.deleteAfterSeconds].filter((seconds) => seconds > 0);
  return given.length === 0 ? 0 : nowMs + Math.min(...given) * 1000;
}

/** @throws VaultError invalid_request for a number of versions that can not be kept */
export function checkedMaxVersions(maxVersions: number): number {
  if (maxVersions >= 0 && maxVersions <= MOST_VERSIONS) return maxVersions;
  throw new VaultError("invalid_request", `max_versions: expected a number from 0 to ${MOST_VERSIONS}`);
}

/** Seconds; -1 for anything below zero. */
export function signedSeconds(description: string): Field<number> {
  return {
    type: "duration",
    description,
    expected: 'a duration in seconds or like "1h30m"; below zero: never',
    parse(parameter) {
      const value = jsonOf(parameter);
      if (value === null) return 0;
      if (typeof value !== "string" && typeof value !== "number") return undefined;
      const seconds = parseDurationSeconds(value);
      if (seconds === "negative") return -1;
      return typeof seconds === "number" ? seconds : undefined;
    },
  };
}
