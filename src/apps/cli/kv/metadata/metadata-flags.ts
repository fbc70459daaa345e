// What can be set about a secret, as flags and as the request's body.
import type { JsonObject } from "#client/json-text.ts";
import { durationFlag, type FlagValues, integerFlag, maybeFlag, pairsFlag } from "../../flags/flag.ts";
import { mountFlag } from "../kv-flags.ts";

export const metadataFlags = {
  ...mountFlag,
  "cas-required": maybeFlag("Demand check-and-set at every write of this secret."),
  "custom-metadata": pairsFlag(
    "What you want to note about the secret, independent of its versions. May be given several times.",
  ),
  "delete-version-after": durationFlag(
    "Delete each version after this time; not longer than the engine's own setting.",
  ),
  "max-versions": integerFlag("Keep so many versions; 0 means the engine's own setting."),
};

/** Only what was given: the rest is the server's to decide. */
export function metadataBody(flags: FlagValues<typeof metadataFlags>): JsonObject {
  const maxVersions = flags["max-versions"];
  const after = flags["delete-version-after"];
  const custom = flags["custom-metadata"];
  return {
    ...(flags["cas-required"] === undefined ? {} : { cas_required: flags["cas-required"] }),
    ...(Object.keys(custom).length === 0 ? {} : { custom_metadata: custom }),
    ...(after === undefined ? {} : { delete_version_after: after }),
    ...(maxVersions === undefined || maxVersions < 0 ? {} : { max_versions: maxVersions }),
  };
}
