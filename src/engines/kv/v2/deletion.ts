// Deleting versions so that they can come back, bringing them back, and destroying them for good. Versions that are not
// there are passed over; doing a thing twice changes nothing.
import { VaultError } from "#base/vault-error.ts";
import { integerList } from "#contract/fields/collections.ts";
import { definePath, type WriteCall, type WriteHandler, writes } from "#contract/path.ts";
import type { Reply } from "#contract/reply.ts";
import type { KvMount } from "./kv-mount.ts";
import type { SecretKey } from "./secret-key.ts";
import { pathOf, secretPathField, unnamed } from "./secret-path.ts";
import { changeInfo, infoOf, readKey, removeValue, writeKey } from "./stored-keys.ts";
import { isGone, type VersionInfo } from "./version-infos.ts";

const versionFields = {
  path: secretPathField,
  versions: integerList("Numbers of versions."),
};
type Call = WriteCall<typeof versionFields>;

/** @returns the info after the change; undefined: nothing changes */
type Change = (info: VersionInfo, nowMs: number) => VersionInfo | undefined;

const deleted: Change = (info, nowMs) => (isGone(info, nowMs) ? undefined : { ...info, deletionMs: nowMs });
const undeleted: Change = (info) =>
  info.isDestroyed || info.deletionMs === 0 ? undefined : { ...info, deletionMs: 0 };
const destroyed: Change = (info) => (info.isDestroyed ? undefined : { ...info, isDestroyed: true });

export const versionPaths = [
  versionPath("delete/:path*", "Delete versions; they can be undeleted.", deleted),
  versionPath("undelete/:path*", "Bring deleted versions back.", undeleted),
  versionPath("destroy/:path*", "Remove versions for good.", destroyed),
];

/** DELETE of a secret. */
export function deleteNewest(
  mount: KvMount,
  call: Omit<WriteCall, "fields"> & { fields: { readonly path?: string } },
): Reply | undefined {
  mount.demandReady(call.settings);
  const path = pathOf(call);
  if (path === "") return unnamed(call);
  const key = readKey(call.storage, path);
  if (key) change(call, { path, key, versions: [key.currentVersion] }, deleted);
  return undefined;
}

function versionPath(pattern: string, summary: string, how: Change) {
  const run: WriteHandler<KvMount, typeof versionFields> = (mount, call: Call) => {
    mount.demandReady(call.settings);
    const path = pathOf(call);
    if (path === "") return unnamed(call);
    const versions = call.fields.versions ?? [];
    if (versions.length === 0) throw new VaultError("invalid_request", "No version number provided");
    const key = readKey(call.storage, path);
    if (key) change(call, { path, key, versions }, how);
    return undefined;
  };
  return definePath<KvMount>()({
    pattern,
    fields: versionFields,
    summary,
    operations: { update: writes(run, { summary }) },
  });
}

interface Chosen {
  path: string;
  key: SecretKey;
  versions: readonly number[];
}

function change({ storage, nowMs }: Pick<WriteCall, "storage" | "nowMs">, chosen: Chosen, how: Change): void {
  let key = chosen.key;
  let hasChanged = false;
  for (const version of new Set(chosen.versions)) {
    const info = infoOf(storage, key, version);
    const after = info && how(info, nowMs);
    if (!after) continue;
    hasChanged = true;
    key = changeInfo(storage, key, version, after);
    if (after.isDestroyed) key = removeValue(storage, key, version);
  }
  if (hasChanged) writeKey(storage, chosen.path, key);
}
