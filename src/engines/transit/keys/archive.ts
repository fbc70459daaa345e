// Old versions of a key, stored apart so that its own record stays small. A chunk holds versions n+1 … n+16 and is
// written when the last of them leaves the key's record; after that it changes only when versions are trimmed or
// completed.
import { ByteReader } from "#base/byte-reader.ts";
import { ByteWriter } from "#base/byte-writer.ts";
import { bytesCodec } from "#contract/record.ts";
import type { ReadView, View } from "#contract/view.ts";
import type { KeyVersion } from "./key-version.ts";
import { readVersions, writeVersions } from "./version-codec.ts";

/** An RSA key of 4096 bits with certificates takes some 20 KiB: a chunk is a third of a log entry at most. */
export const CHUNK_VERSIONS = 16;

const chunkRecord = bytesCodec<readonly KeyVersion[]>("transit-versions", 1, {
  encode(versions) {
    const out = new ByteWriter(4096);
    writeVersions(out, versions);
    return out.finish();
  },
  decode: (content) => readVersions(new ByteReader(content)),
});

function chunkOf(version: number): number {
  return Math.floor((version - 1) / CHUNK_VERSIONS);
}

function chunkKey(name: string, chunk: number): string {
  return `archive/${name}/${chunk}`;
}

export function readArchived(settings: ReadView, name: string, version: number): KeyVersion | undefined {
  const chunk = settings.read(chunkRecord, chunkKey(name, chunkOf(version)));
  return chunk?.find(({ number }) => number === version);
}

/** @param versions all of one chunk that are still available, at least one */
export function writeArchived(settings: View, name: string, versions: readonly KeyVersion[]): void {
  settings.write(chunkRecord, chunkKey(name, chunkOf(versions[0]?.number ?? 1)), versions);
}

export function replaceArchived(settings: View, name: string, version: KeyVersion): void {
  const key = chunkKey(name, chunkOf(version.number));
  const chunk = settings.read(chunkRecord, key) ?? [];
  const changed = chunk.map((old) => (old.number === version.number ? version : old));
  settings.write(chunkRecord, key, changed);
}

export interface ArchivedRange {
  /** The oldest that is there; 0 or 1: from the first on. */
  from: number;
  /** The newest that is there; 0: nothing is. */
  to: number;
}

/** Deletes what is older than `keepFrom`. */
export function trimArchive(
  settings: View,
  name: string,
  { from, to }: ArchivedRange,
  keepFrom: number,
): void {
  for (let chunk = chunkOf(Math.max(1, from)); chunk * CHUNK_VERSIONS < Math.min(to, keepFrom - 1); chunk++) {
    const key = chunkKey(name, chunk);
    const left = (settings.read(chunkRecord, key) ?? []).filter(({ number }) => number >= keepFrom);
    if (left.length === 0) settings.delete(key);
    else settings.write(chunkRecord, key, left);
  }
}
