// What a new key may be, and making it.
import { VaultError } from "#base/vault-error.ts";
import type { View } from "#contract/view.ts";
import type { KeyType } from "../key-types/key-type.ts";
import { findKeyType, keyTypes } from "../key-types/key-types.ts";
import { type KeySettings, NEW_KEY_SETTINGS } from "./key-settings.ts";
import { type NewVersion, withVersion, writeKey } from "./stored-keys.ts";
import type { TransitKey } from "./transit-key.ts";

/** @throws VaultError invalid_request */
export function demandKeyType(name: string): KeyType {
  const type = findKeyType(name);
  if (type) return type;
  const known = keyTypes().map((each) => each.name);
  throw new VaultError("invalid_request", `unknown key type: expected one of ${known.join(", ")}`);
}

export interface WishedKey {
  name: string;
  type: KeyType;
  settings: Partial<KeySettings>;
}

/** The wish with everything that it left open. @throws VaultError invalid_request when its parts contradict each other */
export function checkedWish({ name, type, settings }: WishedKey): Omit<TransitKey, "recent"> {
  const whole = { ...NEW_KEY_SETTINGS, ...settings };
  demandDerivable(type, whole);
  demandSize(type, whole.keySize);
  demandPeriod(whole.autoRotateSeconds);
  return { name, type, settings: whole, latest: 0, archived: 0, backedUp: undefined, restored: undefined };
}

function demandDerivable(type: KeyType, { derived, convergent }: KeySettings): void {
  if (convergent && !derived) refuse("convergent encryption requires derivation to be enabled");
  if (derived && !type.canDerive) {
    refuse(`key derivation and convergent encryption not supported for keys of type ${type.name}`);
  }
  if (convergent && !type.cipher?.canConverge) {
    refuse(`convergent encryption not supported for keys of type ${type.name}`);
  }
}

function demandSize({ name, sizes }: KeyType, size: number): void {
  if (!sizes) {
    if (size !== 0) refuse(`key_size is not valid for algorithm ${name}`);
  } else if (size < sizes.min || size > sizes.max) {
    refuse(`invalid key_size ${size}: expected ${sizes.min} to ${sizes.max} bytes`);
  }
}

const SHORTEST_PERIOD_SECONDS = 3600;

/** @throws VaultError invalid_request */
export function demandPeriod(seconds: number): number {
  if (seconds === 0 || seconds >= SHORTEST_PERIOD_SECONDS) return seconds;
  return refuse("auto rotate period must be 0 to disable or at least an hour");
}

/** Writes the first version, and with it the key. */
export function createKey(settings: View, wish: WishedKey, first: NewVersion): TransitKey {
  const key = withVersion(settings, { ...checkedWish(wish), recent: [] }, first);
  writeKey(settings, key);
  return key;
}

function refuse(reason: string): never {
  throw new VaultError("invalid_request", reason);
}
