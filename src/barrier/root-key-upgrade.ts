// Left behind when the root key changes: the new one under the old one, for nodes and threads that still hold the old.
// They find out when the keyring no longer opens (design §6). Layout: made at (8, ms) ‖ barrier record of term 0.
import { ByteReader } from "#base/byte-reader.ts";
import { ByteWriter } from "#base/byte-writer.ts";
import { openRecord, sealRecord } from "./sealed-record.ts";

export const ROOT_KEY_UPGRADE_KEY = "core/root/root-key-upgrade";

export function encodeUpgrade(before: Uint8Array, after: Uint8Array, nowMs: number): Uint8Array {
  const record = sealRecord({ term: 0, key: before }, ROOT_KEY_UPGRADE_KEY, after);
  return new ByteWriter(record.length + 8).u64(nowMs).raw(record).finish();
}

/** The root key that follows `before`; `undefined` when this tells of another change. The caller's to wipe. */
export function openUpgrade(before: Uint8Array, stored: Uint8Array): Uint8Array | undefined {
  return stored.length <= 8 ? undefined : openRecord(before, ROOT_KEY_UPGRADE_KEY, stored.subarray(8));
}

/** Milliseconds of log time. @throws RangeError for what is no such record */
export function upgradeMadeAtMs(stored: Uint8Array): number {
  return new ByteReader(stored).u64();
}
