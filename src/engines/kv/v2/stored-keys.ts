// Keys and their versions in a mount's storage. A key's newest value lies in the key's record while it is small; when a
// newer one takes its place it moves to a record of its own. Infos of old versions leave the key's record in chunks, so
// that a write never grows with the number of versions.
import { assert } from "#base/assert.ts";
import { encodeBase64Url } from "#base/bytes.ts";
import type { JsonObject } from "#base/json/raw-json.ts";
import { bytesCodec, bytesRecord } from "#contract/record.ts";
import type { ReadView, View } from "#contract/view.ts";
import { keyRecord, type StoredKey, withNewest } from "./key-record.ts";
import type { SecretKey } from "./secret-key.ts";
import { type VersionInfo, VersionInfos } from "./version-infos.ts";

/** A value up to here lies in its key's record. */
export const INLINE_BYTES = 4096;
/** Infos of versions in one chunk, and twice as many at most in the key's record. */
const CHUNK = 64;
const MAX_INFOS = 2 * CHUNK;
/** When `max_versions` shrinks, each write removes so many at most; the next go on. */
const MAX_REMOVED_BY_WRITE = 256;

const valueRecord = bytesRecord("kv-version", 1);
const chunkRecord = bytesCodec<Uint8Array>("kv-infos", 1, {
  encode: (bytes) => bytes,
  decode: (bytes) => bytes,
});

const KEYS = "k/";

/** Where the key at `path` is; with a folder's path: the prefix of what is in it. */
export function keyPlace(path: string): string {
  return KEYS + path;
}

export function readKey(storage: ReadView, path: string): StoredKey | undefined {
  return storage.read(keyRecord, keyPlace(path));
}

/** @param described `describeNewest` of the key, where that is at hand */
export function writeKey(storage: View, path: string, key: SecretKey, described?: JsonObject): void {
  storage.write(keyRecord, keyPlace(path), withNewest(key, described));
}

/** `undefined`: there is no such version, or no longer. */
export function infoOf(storage: ReadView, key: SecretKey, version: number): VersionInfo | undefined {
  if (version < key.oldestVersion || version > key.currentVersion) return undefined;
  return infosWith(storage, key, version).at(version);
}

/** Infos of all versions that are kept, in order. */
export function* allInfos(storage: ReadView, key: SecretKey): Generator<[number, VersionInfo]> {
  for (let version = key.oldestVersion; version <= key.currentVersion; ) {
    const infos = infosWith(storage, key, version).since(version);
    yield* infos;
    version = infos.from + infos.count;
  }
}

/** The value of a version that is not destroyed, as it came in. */
export function versionBytes(storage: ReadView, key: SecretKey, version: number): Uint8Array {
  if (version === key.currentVersion && key.inline) return key.inline;
  const value = storage.read(valueRecord, valuePlace(key, version));
  assert(value, "a version that is not destroyed has a value");
  return value;
}

export interface NewVersion {
  value: Uint8Array;
  info: VersionInfo;
  maxVersions: number;
}

/** Writes what lies beside the key's record. @returns the key with one more version, to be written */
export function addVersion(storage: View, key: SecretKey, added: NewVersion): SecretKey {
  const version = key.currentVersion + 1;
  const oldest = oldestAfter(key, added.maxVersions);
  if (key.inline && key.currentVersion >= oldest) {
    storage.write(valueRecord, valuePlace(key, key.currentVersion), key.inline);
  }
  removeVersions(storage, key, oldest);
  const isSmall = added.value.length <= INLINE_BYTES;
  if (!isSmall) storage.write(valueRecord, valuePlace(key, version), added.value);
  const infos = key.infos.append(added.info).since(oldest);
  return {
    ...key,
    updatedMs: added.info.createdMs,
    currentVersion: version,
    oldestVersion: oldest,
    infos: infos.count > MAX_INFOS ? moveChunk(storage, key, infos) : infos,
    inline: isSmall ? added.value : undefined,
  };
}

function oldestAfter(key: SecretKey, maxVersions: number): number {
  const wanted = key.currentVersion + 2 - maxVersions;
  return Math.max(key.oldestVersion, Math.min(wanted, key.oldestVersion + MAX_REMOVED_BY_WRITE));
}

/** Removes the versions before `oldest` for good. */
function removeVersions(storage: View, key: SecretKey, oldest: number): void {
  for (let version = key.oldestVersion; version < oldest; version++) {
    storage.delete(valuePlace(key, version));
    const endsChunk = (version + 1) % CHUNK === 0 && version < key.infos.from;
    if (endsChunk) storage.delete(chunkPlace(key, version));
  }
}

/** Changes the info of a version that is kept. @returns the key, to be written */
export function changeInfo(storage: View, key: SecretKey, version: number, info: VersionInfo): SecretKey {
  if (key.infos.has(version)) return { ...key, infos: key.infos.with(version, info) };
  const infos = infosWith(storage, key, version).with(version, info);
  storage.write(chunkRecord, chunkPlace(key, version), infos.bytes);
  return key;
}

/** Removes the bytes of a version that is kept. @returns the key, to be written */
export function removeValue(storage: View, key: SecretKey, version: number): SecretKey {
  storage.delete(valuePlace(key, version));
  return version === key.currentVersion ? { ...key, inline: undefined } : key;
}

/** Removes a key with all its versions: bounded by the largest `max_versions`. */
export function removeKey(storage: View, path: string, key: SecretKey): void {
  removeVersions(storage, key, key.currentVersion + 1);
  storage.delete(keyPlace(path));
}

/** The run of infos in which `version` is. */
function infosWith(storage: ReadView, key: SecretKey, version: number): VersionInfos {
  if (version >= key.infos.from) return key.infos;
  const bytes = storage.read(chunkRecord, chunkPlace(key, version));
  assert(bytes, "infos of a version that is kept are kept");
  return new VersionInfos(version - (version % CHUNK), bytes);
}

/** Moves the oldest infos to a chunk of their own. @returns the others */
function moveChunk(storage: View, key: SecretKey, infos: VersionInfos): VersionInfos {
  const start = infos.from - (infos.from % CHUNK);
  const moved = infos.before(start + CHUNK);
  const padded = new Uint8Array(
    (infos.from - start) * (moved.bytes.length / moved.count) + moved.bytes.length,
  );
  padded.set(moved.bytes, padded.length - moved.bytes.length);
  storage.write(chunkRecord, chunkPlace(key, infos.from), padded);
  return infos.since(start + CHUNK);
}

function valuePlace(key: SecretKey, version: number): string {
  return `d/${encodeBase64Url(key.id)}/${version}`;
}

function chunkPlace(key: SecretKey, version: number): string {
  return `d/${encodeBase64Url(key.id)}/i${Math.floor(version / CHUNK)}`;
}
