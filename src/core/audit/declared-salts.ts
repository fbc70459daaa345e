// Devices of the configuration file need a salt that outlives restarts and is the same on every node. The leader stores
// one for each that has none, before it serves: until then such a device takes no entry.
import { encodeBase64 } from "#base/bytes.ts";
import type { Random } from "#base/random.ts";
import type { Transaction } from "../transaction.ts";
import { type DeviceRequest, deviceKey, deviceRecord, SALT_BYTES } from "./device-record.ts";

/** @returns whether the transaction now has something to commit */
export function storeDeclaredSalts(
  transaction: Transaction,
  declared: readonly DeviceRequest[],
  random: Random,
): boolean {
  let isChanged = false;
  for (const device of declared) {
    const key = deviceKey(device.path);
    if (transaction.read(deviceRecord, key)) continue;
    const salt = encodeBase64(random.bytes(SALT_BYTES));
    transaction.write(deviceRecord, key, { ...device, salt });
    isChanged = true;
  }
  return isChanged;
}
