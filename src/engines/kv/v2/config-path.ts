// <mount>/config: rules for all keys of a mount.
import { formatDuration } from "#base/duration.ts";
import { boolean, integer } from "#contract/fields/scalars.ts";
import { definePath, type ReadCall, reads, type WriteCall, writes } from "#contract/path.ts";
import type { Reply } from "#contract/reply.ts";
import type { KvMount } from "./kv-mount.ts";
import { checkedMaxVersions, readSettings, signedSeconds, writeSettings } from "./mount-settings.ts";

const configFields = {
  max_versions: integer("Versions to keep of each key; 0: 10."),
  cas_required: boolean("Every write must name the version that it replaces."),
  delete_version_after: signedSeconds("How long after its writing a version is deleted."),
  metadata_cas_required: boolean("Every change of metadata must name the metadata version that it replaces."),
};

export const configPath = definePath<KvMount>()({
  pattern: "config",
  fields: configFields,
  summary: "Settings of this mount.",
  operations: {
    read: reads(readConfig, { summary: "Read the settings." }),
    update: writes(writeConfig, { summary: "Change some settings; the others stay." }),
  },
});

function readConfig(mount: KvMount, { settings }: ReadCall<typeof configFields>): Reply {
  mount.demandReady(settings);
  const found = readSettings(settings);
  return {
    data: {
      cas_required: found.casRequired,
      delete_version_after: formatDuration(found.deleteAfterSeconds * 1000),
      max_versions: found.maxVersions,
      metadata_cas_required: found.metadataCasRequired,
    },
  };
}

function writeConfig(mount: KvMount, { settings, fields }: WriteCall<typeof configFields>): undefined {
  mount.demandReady(settings);
  const before = readSettings(settings);
  writeSettings(settings, {
    maxVersions: checkedMaxVersions(fields.max_versions ?? before.maxVersions),
    casRequired: fields.cas_required ?? before.casRequired,
    deleteAfterSeconds: fields.delete_version_after ?? before.deleteAfterSeconds,
    metadataCasRequired: fields.metadata_cas_required ?? before.metadataCasRequired,
  });
}
