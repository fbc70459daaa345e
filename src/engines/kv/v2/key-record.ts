// How a key is stored (docs/storage-layout.md). Layout, big-endian: flags(1) id(12) current(4) oldest(4)
// metadataVersion(4) maxVersions(4) deleteAfter(8) created(8) updated(8) infosFrom(4) infos(4+n) custom(4+n)
// newest(4+n) inline(4+n). `newest` is what an answer says of the newest version, ready made: a read, far more frequent
// than a write, formats no time.
import { ByteReader } from "#base/byte-reader.ts";
import { ByteWriter } from "#base/byte-writer.ts";
import { EMPTY_BYTES } from "#base/bytes.ts";
import { RawJson } from "#base/json/raw-json.ts";
import { encodeJson } from "#base/json/write-json.ts";
import { bytesCodec } from "#contract/record.ts";
import { describeNewest, ID_BYTES, type SecretKey } from "./secret-key.ts";
import { VersionInfos } from "./version-infos.ts";

/** A key as it was read. */
export interface StoredKey extends SecretKey {
  /** `describeNewest` as text; empty when nothing was written yet. */
  newest: RawJson;
}

const CAS_REQUIRED = 1;
const METADATA_CAS_REQUIRED = 2;
const HAS_INLINE = 4;
const FIXED_BYTES = 96;
const NOTHING = new RawJson(EMPTY_BYTES);

export const keyRecord = bytesCodec<StoredKey>("kv-key", 1, { encode: encodeKey, decode: decodeKey });

/** A key as it is stored: with what is said of its newest version. */
export function withNewest(key: SecretKey, described = describeNewest(key)): StoredKey {
  return { ...key, newest: described ? new RawJson(encodeJson(described)) : NOTHING };
}

function encodeKey(key: StoredKey): Uint8Array {
  const { settings, infos, inline, newest } = key;
  const custom = settings.customMetadata?.bytes ?? EMPTY_BYTES;
  const parts = [infos.bytes, custom, newest.bytes, inline ?? EMPTY_BYTES];
  const out = new ByteWriter(parts.reduce((size, part) => size + part.length, FIXED_BYTES));
  out.u8(flagsOf(key)).raw(key.id).u32(key.currentVersion).u32(key.oldestVersion).u32(key.metadataVersion);
  out.u32(settings.maxVersions).u64(settings.deleteAfterSeconds).u64(key.createdMs).u64(key.updatedMs);
  out.u32(infos.from);
  for (const part of parts) out.u32(part.length).raw(part);
  return out.finish();
}

function flagsOf({ settings, inline }: SecretKey): number {
  return (
    (settings.casRequired ? CAS_REQUIRED : 0) |
    (settings.metadataCasRequired ? METADATA_CAS_REQUIRED : 0) |
    (inline ? HAS_INLINE : 0)
  );
}

function decodeKey(content: Uint8Array): StoredKey {
  const input = new ByteReader(content);
  const flags = input.u8();
  const id = input.raw(ID_BYTES);
  const currentVersion = input.u32();
  const oldestVersion = input.u32();
  const metadataVersion = input.u32();
  const maxVersions = input.u32();
  const deleteAfterSeconds = input.u64();
  const createdMs = input.u64();
  const updatedMs = input.u64();
  const infos = new VersionInfos(input.u32(), input.raw(input.u32()));
  const custom = input.raw(input.u32());
  const newest = new RawJson(input.raw(input.u32()));
  const inline = input.raw(input.u32());
  return {
    id,
    settings: {
      maxVersions,
      casRequired: (flags & CAS_REQUIRED) !== 0,
      deleteAfterSeconds,
      metadataCasRequired: (flags & METADATA_CAS_REQUIRED) !== 0,
      customMetadata: custom.length === 0 ? undefined : new RawJson(custom),
    },
    metadataVersion,
    createdMs,
    updatedMs,
    currentVersion,
    oldestVersion,
    infos,
    inline: (flags & HAS_INLINE) === 0 ? undefined : inline,
    newest,
  };
}
