// New versions of keys, by hand and when their time has come.
import { VaultError } from "#base/vault-error.ts";
import type { View } from "#contract/view.ts";
import type { TransitMount } from "../transit-mount.ts";
import { ROTATING_KEYS, readKey, withVersion, writeKey } from "./stored-keys.ts";
import { newestOf, type TransitKey } from "./transit-key.ts";

interface Place {
  settings: View;
  nowMs: number;
}

/** Writes a new version. @throws VaultError invalid_request for an imported key that is not to be rotated here */
export async function rotate(mount: TransitMount, place: Place, key: TransitKey): Promise<TransitKey> {
  const { imported, allowImportedRotation, keySize } = key.settings;
  if (imported && !allowImportedRotation) {
    throw new VaultError("invalid_request", `imported key ${key.name} does not allow rotation`);
  }
  const added = await mount.newVersion(key.type, keySize, place.nowMs);
  const rotated = withVersion(place.settings, key, added);
  const written = { ...rotated, settings: { ...rotated.settings, imported: false } };
  writeKey(place.settings, written);
  return written;
}

/** Whether a key has reached the age at which it rotates by itself. */
export function isRotationDue(key: TransitKey, nowMs: number): boolean {
  const { autoRotateSeconds, imported, allowImportedRotation, softDeleted } = key.settings;
  if (autoRotateSeconds === 0 || softDeleted || (imported && !allowImportedRotation)) return false;
  return nowMs >= newestOf(key).createdMs + autoRotateSeconds * 1000;
}

/** Keys looked at in one step: making one of RSA takes seconds. */
const STEP_KEYS = 64;

/**
 * One bounded step of a leader's duty, its writes one proposal: rotates at most one key that is due.
 * @param after where the step before ended; `undefined`: begin
 * @returns where the next step begins; `undefined`: all have been looked at
 */
export async function rotateDue(
  mount: TransitMount,
  place: Place,
  after?: string,
): Promise<string | undefined> {
  const options = after === undefined ? { limit: STEP_KEYS } : { limit: STEP_KEYS, after };
  const names = await place.settings.list(ROTATING_KEYS, options);
  for (const name of names) {
    const key = readKey(place.settings, name);
    if (!key || !isRotationDue(key, place.nowMs)) continue;
    await rotate(mount, place, key);
    return name;
  }
  return names.length < STEP_KEYS ? undefined : names.at(-1);
}
