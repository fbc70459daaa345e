// A key of kv v2 and everything that is known of it: its settings, its versions, and its newest value when that is
// small. One record, so that reading the newest value is one read, and one write makes a new version known.
import type { JsonObject, RawJson } from "#base/json/raw-json.ts";
import { formatRfc3339 } from "#base/rfc3339.ts";
import { type VersionInfo, VersionInfos } from "./version-infos.ts";

export interface KeySettings {
  /** 0: the mount's. */
  maxVersions: number;
  casRequired: boolean;
  /** 0: the mount's. */
  deleteAfterSeconds: number;
  metadataCasRequired: boolean;
  /** A JSON object of strings; undefined: none. */
  customMetadata: RawJson | undefined;
}

export interface SecretKey {
  /** Names the records of its versions; another key at the same path later has another. */
  id: Uint8Array;
  settings: KeySettings;
  /** Counts changes of the settings. */
  metadataVersion: number;
  createdMs: number;
  updatedMs: number;
  /** 0: nothing was written yet. */
  currentVersion: number;
  /** The first version that is still kept, 1 at first. */
  oldestVersion: number;
  /** The newest infos; older ones lie in records of their own. */
  infos: VersionInfos;
  /** The newest value's bytes; undefined: destroyed, or in a record of its own. */
  inline: Uint8Array | undefined;
}

export const ID_BYTES = 12;

export function newSecretKey(id: Uint8Array, nowMs: number): SecretKey {
  return {
    id,
    settings: {
      maxVersions: 0,
      casRequired: false,
      deleteAfterSeconds: 0,
      metadataCasRequired: false,
      customMetadata: undefined,
    },
    metadataVersion: 0,
    createdMs: nowMs,
    updatedMs: nowMs,
    currentVersion: 0,
    oldestVersion: 1,
    infos: VersionInfos.none,
    inline: undefined,
  };
}

/** What an answer says of a version. */
export function describeVersion(key: SecretKey, version: number, info: VersionInfo): JsonObject {
  return {
    created_time: formatRfc3339(info.createdMs),
    custom_metadata: key.settings.customMetadata ?? null,
    deletion_time: deletionTime(info),
    destroyed: info.isDestroyed,
    version,
  };
}

/** `undefined`: nothing was written yet. */
export function describeNewest(key: SecretKey): JsonObject | undefined {
  const { currentVersion, infos } = key;
  return currentVersion === 0 ? undefined : describeVersion(key, currentVersion, infos.at(currentVersion));
}

/** "" when it has none. */
export function deletionTime({ deletionMs }: VersionInfo): string {
  return deletionMs === 0 ? "" : formatRfc3339(deletionMs);
}
