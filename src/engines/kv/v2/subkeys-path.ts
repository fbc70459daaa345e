// <mount>/subkeys/:path: the names in a secret without its values.
import { isMembers } from "#base/json/merge-patch.ts";
import type { JsonValue } from "#base/json/raw-json.ts";
import { RawJson } from "#base/json/raw-json.ts";
import { integer } from "#contract/fields/scalars.ts";
import { definePath, type ReadCall, reads } from "#contract/path.ts";
import type { Reply } from "#contract/reply.ts";
import type { KvMount } from "./kv-mount.ts";
import { describeVersion } from "./secret-key.ts";
import { pathOf, secretPathField, unnamed } from "./secret-path.ts";
import { infoOf, readKey, versionBytes } from "./stored-keys.ts";
import { isGone } from "./version-infos.ts";

const subkeysFields = {
  path: secretPathField,
  version: integer("The version to look at; 0: the newest."),
  depth: integer("How many levels of names to show; 0: all."),
};

export const subkeysPath = definePath<KvMount>()({
  pattern: "subkeys/:path*",
  fields: subkeysFields,
  summary: "The names in a secret, without values.",
  operations: { read: reads(readSubkeys, { summary: "Read the names." }) },
});

function readSubkeys(mount: KvMount, call: ReadCall<typeof subkeysFields>): Reply | undefined {
  mount.demandReady(call.settings);
  const path = pathOf(call);
  if (path === "") return unnamed(call);
  const { storage, fields, nowMs } = call;
  const key = readKey(storage, path);
  const asked = fields.version ?? 0;
  const version = key && (asked > 0 ? asked : key.currentVersion);
  const info = key && version !== undefined && infoOf(storage, key, version);
  if (!key || version === undefined || !info) return undefined;
  const metadata = describeVersion(key, version, info);
  if (isGone(info, nowMs)) return { status: 404, data: { subkeys: null, metadata } };
  const value = new RawJson(versionBytes(storage, key, version)).parse();
  return { data: { subkeys: namesOf(value, depthOf(fields.depth)), metadata } };
}

/** Below zero is one level, as in Vault. */
function depthOf(given = 0): number {
  return given === 0 ? Number.POSITIVE_INFINITY : Math.max(1, given);
}

/** Objects as deep as asked for; everything else, and an object without members, is null. */
function namesOf(value: JsonValue, depth: number): JsonValue {
  if (depth === 0 || !isMembers(value) || Object.keys(value).length === 0) return null;
  const names: Record<string, JsonValue> = Object.create(null);
  for (const name of Object.keys(value)) names[name] = namesOf(value[name] as JsonValue, depth - 1);
  return names;
}
