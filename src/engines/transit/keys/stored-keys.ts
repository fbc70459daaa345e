// Keys in the mount's storage: reading, writing, adding a version, deleting.
import { jsonRecord } from "#contract/record.ts";
import type { ReadView, View } from "#contract/view.ts";
import { CHUNK_VERSIONS, readArchived, replaceArchived, trimArchive, writeArchived } from "./archive.ts";
import { keyRecord } from "./key-record.ts";
import type { KeyMaterial, KeyVersion } from "./key-version.ts";
import type { TransitKey } from "./transit-key.ts";

/** Versions in a key's own record before the oldest of them go to the archive. */
const MAX_RECENT = 2 * CHUNK_VERSIONS;
const KEYS = "key/";
/** Names of keys that rotate by themselves: the duty looks at these alone. */
export const ROTATING_KEYS = "rotating/";
const rotatingRecord = jsonRecord<Record<string, never>>("transit-rotating", 1);

function keyPlace(name: string): string {
  return KEYS + name;
}

export function readKey(settings: ReadView, name: string): TransitKey | undefined {
  return settings.read(keyRecord, keyPlace(name));
}

export function writeKey(settings: View, key: TransitKey): void {
  const wasRotating = isRotating(readKey(settings, key.name));
  settings.write(keyRecord, keyPlace(key.name), key);
  if (isRotating(key) === wasRotating) return;
  if (wasRotating) settings.delete(ROTATING_KEYS + key.name);
  else settings.write(rotatingRecord, ROTATING_KEYS + key.name, {});
}

function isRotating(key: TransitKey | undefined): boolean {
  return key !== undefined && key.settings.autoRotateSeconds > 0;
}

export function listKeys(settings: ReadView, options: { after?: string; limit?: number }): Promise<string[]> {
  return settings.list(KEYS, options);
}

export function deleteKey(settings: View, key: TransitKey): void {
  const range = { from: key.settings.minAvailable, to: key.archived };
  trimArchive(settings, key.name, range, key.archived + 1);
  settings.delete(keyPlace(key.name));
  if (isRotating(key)) settings.delete(ROTATING_KEYS + key.name);
}

/** `undefined`: there is no such version, or none any more. */
export function findVersion(settings: ReadView, key: TransitKey, number: number): KeyVersion | undefined {
  if (number > key.archived) return key.recent[number - (key.recent[0]?.number ?? 1)];
  return number < 1 ? undefined : readArchived(settings, key.name, number);
}

/** All that may be used: from the minimum for decryption on. */
export function usableVersions(settings: ReadView, key: TransitKey): KeyVersion[] {
  const versions: KeyVersion[] = [];
  for (let number = Math.max(1, key.settings.minDecryption); number <= key.latest; number++) {
    const version = findVersion(settings, key, number);
    if (version) versions.push(version);
  }
  return versions;
}

export interface NewVersion {
  material: KeyMaterial;
  hmacKey: Uint8Array;
  createdMs: number;
}

/** The key with one more version, its oldest ones put into the archive when there are many. Not written yet. */
export function withVersion(settings: View, key: TransitKey, added: NewVersion): TransitKey {
  const number = key.latest + 1;
  const version: KeyVersion = {
    number,
    createdMs: added.createdMs,
    hmacKey: added.hmacKey,
    ...added.material,
    certificateChain: "",
  };
  return archiveOldest(settings, { ...key, latest: number, recent: [...key.recent, version] });
}

/** Whole chunks only, so that each is written once. */
export function archiveOldest(settings: View, key: TransitKey): TransitKey {
  let { archived, recent } = key;
  while (recent.length > MAX_RECENT) {
    const end = archived - (archived % CHUNK_VERSIONS) + CHUNK_VERSIONS;
    const leaving = recent.filter(({ number }) => number <= end);
    if (leaving.length > 0) writeArchived(settings, key.name, leaving);
    recent = recent.slice(leaving.length);
    archived = end;
  }
  return { ...key, archived, recent };
}

/** The key with a version changed; writes it where it is archived. */
export function withChanged(settings: View, key: TransitKey, changed: KeyVersion): TransitKey {
  if (changed.number <= key.archived) {
    replaceArchived(settings, key.name, changed);
    return key;
  }
  const recent = key.recent.map((version) => (version.number === changed.number ? changed : version));
  return { ...key, recent };
}

/** The key without its versions before `minAvailable`; deletes the archived ones. */
export function trimmed(settings: View, key: TransitKey, minAvailable: number): TransitKey {
  trimArchive(settings, key.name, { from: key.settings.minAvailable, to: key.archived }, minAvailable);
  const recent = key.recent.filter(({ number }) => number >= minAvailable);
  return { ...key, recent, settings: { ...key.settings, minAvailable } };
}
