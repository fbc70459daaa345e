// From version 1 to version 2: every value becomes version 1 of a key. What was turned is deleted in the same proposal
// that makes its key, so the work needs no memory of how far it came: it is done when nothing of version 1 is left.

import { assert } from "#base/assert.ts";
import { encodeJson } from "#base/json/write-json.ts";
import type { UpgradeViews } from "#contract/engine.ts";
import type { View } from "#contract/view.ts";
import { randomBytes } from "#crypto/secure-random.ts";
import { dataOf } from "#kit/members.ts";
import { valueKey, valueRecord } from "./v1/value-record.ts";
import { beginUpgrade, endUpgrade } from "./v2/mount-settings.ts";
import { ID_BYTES, newSecretKey } from "./v2/secret-key.ts";
import { addVersion, writeKey } from "./v2/stored-keys.ts";

/** Values in one proposal; it also ends before its bytes are an entry's. */
const MAX_VALUES = 128;
const MAX_BYTES = 256 * 1024;

export const upgrade = {
  begin({ settings, nowMs }: UpgradeViews): void {
    beginUpgrade(settings, nowMs);
  },

  async step({ storage, settings, nowMs }: UpgradeViews): Promise<boolean> {
    const paths = await firstPaths(storage, "", MAX_VALUES);
    if (paths.length === 0) {
      endUpgrade(settings);
      return true;
    }
    let bytes = 0;
    for (const path of paths) {
      const value = valueToTurn(storage, path);
      if (bytes > 0 && bytes + value.length > MAX_BYTES) break;
      bytes += value.length;
      turn(storage, path, { value, nowMs });
    }
    return false;
  },
};

/** Some paths of values, folder by folder. */
async function firstPaths(storage: View, folder: string, limit: number): Promise<string[]> {
  const paths: string[] = [];
  for (const name of await storage.list(valueKey(folder), { limit })) {
    const path = folder + name;
    if (!name.endsWith("/")) paths.push(path);
    else paths.push(...(await firstPaths(storage, path, limit - paths.length)));
    if (paths.length >= limit) break;
  }
  return paths;
}

function valueToTurn(storage: View, path: string): Uint8Array {
  const stored = storage.read(valueRecord, valueKey(path));
  assert(stored, "what is listed is there");
  return encodeJson(dataOf(stored.members));
}

function turn(storage: View, path: string, { value, nowMs }: { value: Uint8Array; nowMs: number }): void {
  const info = { createdMs: nowMs, deletionMs: 0, isDestroyed: false };
  const key = newSecretKey(randomBytes(ID_BYTES), nowMs);
  writeKey(storage, path, addVersion(storage, key, { value, info, maxVersions: 1 }));
  storage.delete(valueKey(path));
}
