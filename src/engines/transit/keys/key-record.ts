// How a key is stored (docs/storage-layout.md), its newest versions with it: encrypting reads this record alone, from
// the thread's cache. Layout, big-endian: name(2+n) type(2+n) flags(2) autoRotateSeconds(8) keySize(4) minDecryption(4)
// minEncryption(4) minAvailable(4) latest(4) archived(4) backedUp(8+4) restored(8+4) versions.
import { ByteReader } from "#base/byte-reader.ts";
import { ByteWriter } from "#base/byte-writer.ts";
import { bytesCodec } from "#contract/record.ts";
import { findKeyType } from "../key-types/key-types.ts";
import type { KeySettings } from "./key-settings.ts";
import type { KeyMoment, TransitKey } from "./transit-key.ts";
import { readVersions, writeVersions } from "./version-codec.ts";

/** By their bit, from the lowest on. */
const FLAGS = [
  "derived",
  "convergent",
  "exportable",
  "allowPlaintextBackup",
  "deletionAllowed",
  "imported",
  "allowImportedRotation",
  "softDeleted",
] as const satisfies readonly (keyof KeySettings)[];

export const keyRecord = bytesCodec<TransitKey>("transit-key", 1, { encode: encodeKey, decode: decodeKey });

function encodeKey(key: TransitKey): Uint8Array {
  const { settings } = key;
  const flags = FLAGS.reduce((bits, flag, at) => bits | (settings[flag] ? 1 << at : 0), 0);
  const out = new ByteWriter(1024);
  out.text16(key.name).text16(key.type.name).u16(flags).u64(settings.autoRotateSeconds).u32(settings.keySize);
  out.u32(settings.minDecryption).u32(settings.minEncryption).u32(settings.minAvailable);
  out.u32(key.latest).u32(key.archived);
  for (const moment of [key.backedUp, key.restored]) out.u64(moment?.timeMs ?? 0).u32(moment?.version ?? 0);
  writeVersions(out, key.recent);
  return out.finish();
}

/** @throws Error for a type that only newer versions of Coffer know */
function decodeKey(content: Uint8Array): TransitKey {
  const input = new ByteReader(content);
  const name = input.text16();
  const typeName = input.text16();
  const type = findKeyType(typeName);
  if (!type) throw new Error(`unknown type of transit key "${typeName}": upgrade this node`);
  const flags = input.u16();
  const settings: KeySettings = {
    ...readFlags(flags),
    autoRotateSeconds: input.u64(),
    keySize: input.u32(),
    minDecryption: input.u32(),
    minEncryption: input.u32(),
    minAvailable: input.u32(),
  };
  const latest = input.u32();
  const archived = input.u32();
  const backedUp = readMoment(input);
  const restored = readMoment(input);
  return { name, type, settings, latest, archived, backedUp, restored, recent: readVersions(input) };
}

function readFlags(bits: number): Pick<KeySettings, (typeof FLAGS)[number]> {
  const flags = FLAGS.map((flag, at) => [flag, (bits & (1 << at)) !== 0]);
  return Object.fromEntries(flags) as Pick<KeySettings, (typeof FLAGS)[number]>;
}

function readMoment(input: ByteReader): KeyMoment | undefined {
  const timeMs = input.u64();
  const version = input.u32();
  return version === 0 ? undefined : { timeMs, version };
}
