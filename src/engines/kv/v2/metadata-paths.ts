// <mount>/metadata/:path: everything of a key but its values.
import { VaultError } from "#base/vault-error.ts";
import { integer, text } from "#contract/fields/scalars.ts";
import { definePath, type ReadCall, reads, type WriteCall, writes } from "#contract/path.ts";
import type { Reply } from "#contract/reply.ts";
import { demandMetadataCas } from "./check-and-set.ts";
import { describeKey } from "./describe-key.ts";
import type { KvMount } from "./kv-mount.ts";
import { givesSettings, patched, replaced, settingsFields, withSettings } from "./metadata-change.ts";
import { readSettings } from "./mount-settings.ts";
import { pathOf, secretExists, secretPathField, unnamed } from "./secret-path.ts";
import { keyPlace, readKey, removeKey, writeKey } from "./stored-keys.ts";

const metadataFields = {
  ...settingsFields,
  path: secretPathField,
  metadata_cas: integer("The metadata version that this change replaces; 0: there is none."),
  after: text("Names after this one."),
  limit: integer("So many names at most."),
};
type Call = WriteCall<typeof metadataFields>;

/** Keys that are described in one answer. */
const MOST_DESCRIBED = 10_000;

export const metadataPath = definePath<KvMount>()({
  pattern: "metadata/:path*",
  fields: metadataFields,
  summary: "Settings and versions of a secret, and the names of secrets.",
  exists: secretExists,
  operations: {
    read: reads(readMetadata, { summary: "Read settings and versions." }),
    update: writes(writeMetadata, { summary: "Change settings; custom_metadata is replaced." }),
    patch: writes(patchMetadata, { summary: "Change settings; custom_metadata is merged." }),
    delete: writes(deleteMetadata, { summary: "Remove the secret with all its versions for good." }),
    list: reads(listNames, { summary: "List names below a path." }),
  },
});

export const detailedMetadataPath = definePath<KvMount>()({
  pattern: "detailed-metadata/:path*",
  fields: metadataFields,
  summary: "Names of secrets with their settings and versions.",
  operations: { list: reads(listDetails, { summary: "List names with what is known of each." }) },
});

function readMetadata(mount: KvMount, call: ReadCall<typeof metadataFields>): Reply | undefined {
  mount.demandReady(call.settings);
  const path = pathOf(call);
  if (path === "") return unnamed(call);
  const key = readKey(call.storage, path);
  return key && { data: describeKey(call.storage, key) };
}

function writeMetadata(mount: KvMount, call: Call): Reply | undefined {
  mount.demandReady(call.settings);
  const path = pathOf(call);
  if (path === "") return unnamed(call);
  const before = readKey(call.storage, path) ?? mount.newKey(call.nowMs);
  demandCasOf(call, before);
  if (givesSettings(call.fields)) {
    writeKey(call.storage, path, withSettings(before, call.fields, call.nowMs, replaced));
  }
  return undefined;
}

function patchMetadata(mount: KvMount, call: Call): Reply | undefined {
  mount.demandReady(call.settings);
  const path = pathOf(call);
  if (path === "") return unnamed(call);
  const before = readKey(call.storage, path);
  if (!before) throw new VaultError("not_found", "");
  demandCasOf(call, before);
  if (givesSettings(call.fields)) {
    writeKey(call.storage, path, withSettings(before, call.fields, call.nowMs, patched));
  }
  return undefined;
}

function demandCasOf({ fields, settings }: Call, key: ReturnType<KvMount["newKey"]>): void {
  const isRequired = key.settings.metadataCasRequired || readSettings(settings).metadataCasRequired;
  demandMetadataCas(fields.metadata_cas, { isRequired, currentVersion: key.metadataVersion });
}

function deleteMetadata(mount: KvMount, call: Call): Reply | undefined {
  mount.demandReady(call.settings);
  const path = pathOf(call);
  if (path === "") return unnamed(call);
  const key = readKey(call.storage, path);
  if (key) removeKey(call.storage, path, key);
  return undefined;
}

async function listNames(mount: KvMount, call: ReadCall<typeof metadataFields>): Promise<Reply> {
  mount.demandReady(call.settings);
  return { data: { keys: await namesBelow(call) } };
}

function namesBelow({ storage, fields }: ReadCall<typeof metadataFields>, most?: number): Promise<string[]> {
  const { path = "", after, limit = 0 } = fields;
  const wanted = limit > 0 ? limit : most;
  return storage.list(keyPlace(path), {
    ...(after !== undefined && after !== "" && { after }),
    ...(wanted !== undefined && { limit: wanted }),
  });
}

async function listDetails(mount: KvMount, call: ReadCall<typeof metadataFields>): Promise<Reply> {
  mount.demandReady(call.settings);
  const keys = await namesBelow(call, MOST_DESCRIBED + 1);
  if (keys.length > MOST_DESCRIBED) {
    const reason = `more than ${MOST_DESCRIBED} names: ask for some at a time with "limit" and "after"`;
    throw new VaultError("invalid_request", reason);
  }
  const info: Record<string, ReturnType<typeof describeKey>> = Object.create(null);
  for (const name of keys) {
    const key = name.endsWith("/") ? undefined : readKey(call.storage, pathOf(call) + name);
    if (key) info[name] = describeKey(call.storage, key);
  }
  return { data: { keys, key_info: info } };
}
