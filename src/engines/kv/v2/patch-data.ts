// PATCH of a secret: a new version made of the newest one by JSON merge patch. The one write for which a value is parsed;
// numbers keep their digits.
import { utf8 } from "#base/bytes.ts";
import { mergePatch } from "#base/json/merge-patch.ts";
import { type JsonObject, parseKeepingNumbers, type RawJson } from "#base/json/raw-json.ts";
import { VaultError } from "#base/vault-error.ts";
import type { WriteCall } from "#contract/path.ts";
import type { Reply } from "#contract/reply.ts";
import type { KvMount } from "./kv-mount.ts";
import { describeVersion } from "./secret-key.ts";
import { pathOf, unnamed } from "./secret-path.ts";
import { infoOf, readKey, versionBytes } from "./stored-keys.ts";
import { isGone } from "./version-infos.ts";
import { demandWritable, writeNewest } from "./write-newest.ts";

type Call = Omit<WriteCall, "fields"> & {
  fields: { readonly path?: string; readonly data?: RawJson; readonly options?: JsonObject };
};

export function patchData(mount: KvMount, call: Call): Reply | undefined {
  mount.demandReady(call.settings);
  const path = pathOf(call);
  if (path === "") return unnamed(call);
  const { data } = call.fields;
  if (!data) throw new VaultError("invalid_request", "no data provided");
  const { storage, nowMs } = call;
  const key = readKey(storage, path);
  const info = key && infoOf(storage, key, key.currentVersion);
  if (!key || !info) throw new VaultError("not_found", "");
  demandWritable(call, key);
  if (isGone(info, nowMs)) return { status: 404, data: describeVersion(key, key.currentVersion, info) };
  const before = parseKeepingNumbers(versionBytes(storage, key, key.currentVersion));
  const merged = mergePatch(before ?? {}, parseKeepingNumbers(data.bytes) ?? {});
  return writeNewest(call, { path, key, value: utf8(JSON.stringify(merged)) });
}
