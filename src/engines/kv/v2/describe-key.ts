// What an answer says of a key as a whole.
import { formatDuration } from "#base/duration.ts";
import type { JsonObject } from "#base/json/raw-json.ts";
import { formatRfc3339 } from "#base/rfc3339.ts";
import type { ReadView } from "#contract/view.ts";
import { deletionTime, type SecretKey } from "./secret-key.ts";
import { allInfos } from "./stored-keys.ts";

export function describeKey(storage: ReadView, key: SecretKey): JsonObject {
  const { settings } = key;
  const versions: Record<string, JsonObject> = {};
  for (const [version, info] of allInfos(storage, key)) {
    versions[version] = {
      created_time: formatRfc3339(info.createdMs),
      deletion_time: deletionTime(info),
      destroyed: info.isDestroyed,
    };
  }
  return {
    cas_required: settings.casRequired,
    created_time: formatRfc3339(key.createdMs),
    current_metadata_version: key.metadataVersion,
    current_version: key.currentVersion,
    custom_metadata: settings.customMetadata ?? null,
    delete_version_after: formatDuration(settings.deleteAfterSeconds * 1000),
    max_versions: settings.maxVersions,
    metadata_cas_required: settings.metadataCasRequired,
    // Vault calls it 0 until one was removed.
    oldest_version: key.oldestVersion > 1 ? key.oldestVersion : 0,
    updated_time: formatRfc3339(key.updatedMs),
    versions,
  };
}
