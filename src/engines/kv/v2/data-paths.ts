// <mount>/data/:path: the secret itself. Its bytes go from the request to storage and back without being parsed.
import { RawJson } from "#base/json/raw-json.ts";
import { VaultError } from "#base/vault-error.ts";
import { object } from "#contract/fields/collections.ts";
import { integer } from "#contract/fields/scalars.ts";
import { definePath, type ReadCall, reads, type WriteCall, writes } from "#contract/path.ts";
import type { Reply } from "#contract/reply.ts";
import { dataField } from "./data-field.ts";
import { deleteNewest } from "./deletion.ts";
import type { StoredKey } from "./key-record.ts";
import type { KvMount } from "./kv-mount.ts";
import { patchData } from "./patch-data.ts";
import { describeVersion } from "./secret-key.ts";
import { pathOf, secretExists, secretPathField, unnamed } from "./secret-path.ts";
import { infoOf, readKey, versionBytes } from "./stored-keys.ts";
import { isGone } from "./version-infos.ts";
import { writeNewest } from "./write-newest.ts";

export const dataFields = {
  path: secretPathField,
  data: dataField,
  options: object('"cas": the version that this write replaces.'),
  version: integer("The version to read; 0: the newest."),
};

export const dataPath = definePath<KvMount>()({
  pattern: "data/:path*",
  fields: dataFields,
  summary: "The value of a secret.",
  exists: secretExists,
  operations: {
    read: reads(readData, { summary: "Read the newest version, or the one asked for." }),
    update: writes(writeData, { summary: "Write a new version." }),
    patch: writes(patchData, { summary: "Write a new version made of the newest and what is given." }),
    delete: writes(deleteNewest, { summary: "Delete the newest version; it can be undeleted." }),
  },
});

function readData(mount: KvMount, call: ReadCall<typeof dataFields>): Reply | undefined {
  mount.demandReady(call.settings);
  const path = pathOf(call);
  if (path === "") return unnamed(call);
  const key = readKey(call.storage, path);
  return key && replyOf(call, key);
}

function replyOf({ fields, storage, nowMs }: ReadCall<typeof dataFields>, key: StoredKey): Reply | undefined {
  const asked = fields.version ?? 0;
  const version = asked > 0 ? asked : key.currentVersion;
  const info = infoOf(storage, key, version);
  if (!info) return undefined;
  const metadata = version === key.currentVersion ? key.newest : describeVersion(key, version, info);
  if (isGone(info, nowMs)) return { status: 404, data: { data: null, metadata } };
  return { data: { data: new RawJson(versionBytes(storage, key, version)), metadata } };
}

function writeData(mount: KvMount, call: WriteCall<typeof dataFields>): Reply | undefined {
  mount.demandReady(call.settings);
  const path = pathOf(call);
  if (path === "") return unnamed(call);
  const { data } = call.fields;
  if (!data) throw new VaultError("invalid_request", "no data provided");
  const key = readKey(call.storage, path) ?? mount.newKey(call.nowMs);
  return writeNewest(call, { path, key, value: data.bytes });
}
