// Changes of a key's settings: those that are given replace (POST) or merge (PATCH), the others stay.
import { mergePatch } from "#base/json/merge-patch.ts";
import type { RawJson } from "#base/json/raw-json.ts";
import { boolean, integer, json, seconds } from "#contract/fields/scalars.ts";
import { customMetadataOf } from "./custom-metadata.ts";
import { checkedMaxVersions } from "./mount-settings.ts";
import type { KeySettings, SecretKey } from "./secret-key.ts";

export const settingsFields = {
  max_versions: integer("Versions to keep; 0: the mount's."),
  cas_required: boolean("Every write must name the version that it replaces."),
  delete_version_after: seconds("How long after its writing a version is deleted; 0: the mount's."),
  metadata_cas_required: boolean("Every change of metadata must name the metadata version that it replaces."),
  custom_metadata: json("A map of texts."),
};

/** As they were read; what is absent stays. */
export interface GivenSettings {
  readonly max_versions?: number;
  readonly cas_required?: boolean;
  readonly delete_version_after?: number;
  readonly metadata_cas_required?: boolean;
  readonly custom_metadata?: RawJson;
}

export function givesSettings(given: GivenSettings): boolean {
  return Object.keys(settingsFields).some((name) => given[name as keyof GivenSettings] !== undefined);
}

/** @param custom how the given map and the one that was there make one. @throws VaultError invalid_request */
export function withSettings(
  key: SecretKey,
  given: GivenSettings,
  nowMs: number,
  custom: (before: unknown, given: unknown) => unknown,
): SecretKey {
  const { settings } = key;
  const changed: KeySettings = {
    maxVersions: checkedMaxVersions(given.max_versions ?? settings.maxVersions),
    casRequired: given.cas_required ?? settings.casRequired,
    deleteAfterSeconds: given.delete_version_after ?? settings.deleteAfterSeconds,
    metadataCasRequired: given.metadata_cas_required ?? settings.metadataCasRequired,
    customMetadata: given.custom_metadata
      ? customMetadataOf(custom(settings.customMetadata?.parse() ?? {}, given.custom_metadata.parse()) ?? {})
      : settings.customMetadata,
  };
  return { ...key, settings: changed, updatedMs: nowMs, metadataVersion: key.metadataVersion + 1 };
}

export const replaced = (_before: unknown, given: unknown): unknown => given;
/** null removes the whole map; in it, one member. */
export const patched = (before: unknown, given: unknown): unknown => mergePatch(before, given);
