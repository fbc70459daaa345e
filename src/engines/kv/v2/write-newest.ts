// One more version of a key.
import type { JsonObject } from "#base/json/raw-json.ts";
import type { WriteCall } from "#contract/path.ts";
import type { Reply } from "#contract/reply.ts";
import { demandCas } from "./check-and-set.ts";
import { deletionOf, readSettings, STANDARD_MAX_VERSIONS } from "./mount-settings.ts";
import { describeVersion, type SecretKey } from "./secret-key.ts";
import { addVersion, writeKey } from "./stored-keys.ts";

type Call = Pick<WriteCall, "storage" | "settings" | "nowMs"> & {
  fields: { readonly options?: JsonObject };
};

export interface NewValue {
  path: string;
  /** As it is now. */
  key: SecretKey;
  value: Uint8Array;
}

/** @throws VaultError invalid_request when check-and-set forbids it */
export function writeNewest(call: Call, { path, key, value }: NewValue): Reply {
  const { storage, settings, nowMs } = call;
  demandWritable(call, key);
  const mount = readSettings(settings);
  const info = {
    createdMs: nowMs,
    deletionMs: deletionOf(mount, key.settings.deleteAfterSeconds, nowMs),
    isDestroyed: false,
  };
  const maxVersions = key.settings.maxVersions || mount.maxVersions || STANDARD_MAX_VERSIONS;
  const written = addVersion(storage, key, { value, info, maxVersions });
  const data = describeVersion(written, written.currentVersion, info);
  writeKey(storage, path, written, data);
  return { data };
}

/** @throws VaultError invalid_request */
export function demandWritable({ fields, settings }: Call, key: SecretKey): void {
  const isRequired = key.settings.casRequired || readSettings(settings).casRequired;
  demandCas(fields.options, { isRequired, currentVersion: key.currentVersion });
}
