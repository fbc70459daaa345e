// From version 1 to version 2: every value becomes version 1 of a key. What was turned is deleted in the same proposal
// that makes its key, so it is done when nothing of version 1 is left. How far it came is kept so that a step does not
// look through the places of everything that earlier steps deleted.
import { assert } from "#base/assert.ts";
import { encodeJson } from "#base/json/write-json.ts";
import type { UpgradeViews } from "#contract/engine.ts";
import type { View } from "#contract/view.ts";
import { randomBytes } from "#crypto/secure-random.ts";
import { dataOf } from "#kit/members.ts";
import { valueKey, valueRecord } from "./v1/value-record.ts";
import { readUpgrade, writeUpgrade } from "./v2/mount-settings.ts";
import { ID_BYTES, newSecretKey } from "./v2/secret-key.ts";
import { addVersion, writeKey } from "./v2/stored-keys.ts";

/** Values in one proposal; it also ends before its bytes are an entry's. */
const MAX_VALUES = 128;
const MAX_BYTES = 256 * 1024;

export const upgrade = {
  begin({ settings, nowMs }: UpgradeViews): void {
    writeUpgrade(settings, { startedAtMs: nowMs });
  },

  async step({ storage, settings, nowMs }: UpgradeViews): Promise<boolean> {
    const progress = readUpgrade(settings);
    if (!progress) return true;
    const { startedAtMs, after } = progress;
    const paths = await pathsAfter(storage, "", { after, limit: MAX_VALUES });
    const turned = turnSome(storage, paths, nowMs);
    if (turned !== undefined) writeUpgrade(settings, { startedAtMs, after: turned });
    // Once more from the beginning, to be sure that nothing is left.
    else writeUpgrade(settings, after === undefined ? undefined : { startedAtMs });
    return turned === undefined && after === undefined;
  },
};

interface PathRange {
  after: string | undefined;
  limit: number;
}

/** Some paths of values, folder by folder, in their order. */
async function pathsAfter(storage: View, folder: string, { after, limit }: PathRange): Promise<string[]> {
  const paths: string[] = [];
  const name = after?.startsWith(folder) ? firstName(after.slice(folder.length)) : undefined;
  if (name?.endsWith("/")) paths.push(...(await pathsAfter(storage, folder + name, { after, limit })));
  const range = { limit, ...(name !== undefined && { after: name }) };
  for (const next of paths.length < limit ? await storage.list(valueKey(folder), range) : []) {
    if (!next.endsWith("/")) paths.push(folder + next);
    else
      paths.push(
        ...(await pathsAfter(storage, folder + next, { after: undefined, limit: limit - paths.length })),
      );
    if (paths.length >= limit) break;
  }
  return paths;
}

/** With its slash, if it is a folder's. */
function firstName(path: string): string {
  const slash = path.indexOf("/");
  return slash < 0 ? path : path.slice(0, slash + 1);
}

/** @returns the last one that was turned; the others wait for the next step */
function turnSome(storage: View, paths: readonly string[], nowMs: number): string | undefined {
  let bytes = 0;
  let turned: string | undefined;
  for (const path of paths) {
    const value = valueToTurn(storage, path);
    if (bytes > 0 && bytes + value.length > MAX_BYTES) break;
    bytes += value.length;
    turn(storage, path, { value, nowMs });
    turned = path;
  }
  return turned;
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
