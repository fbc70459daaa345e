// A key as clients name it: its rules, and its versions. Objects of these types are shared between requests and never
// changed; a change makes a new one.
import { VaultError } from "#base/vault-error.ts";
import type { KeyType } from "../key-types/key-type.ts";
import type { KeySettings } from "./key-settings.ts";
import type { KeyVersion } from "./key-version.ts";

/** When and at which version something was done to the whole key. */
export interface KeyMoment {
  readonly timeMs: number;
  readonly version: number;
}

export interface TransitKey {
  readonly name: string;
  readonly type: KeyType;
  readonly settings: KeySettings;
  readonly latest: number;
  /** Versions up to here are stored apart (archive.ts). */
  readonly archived: number;
  /** The others, oldest first. */
  readonly recent: readonly KeyVersion[];
  readonly backedUp: KeyMoment | undefined;
  readonly restored: KeyMoment | undefined;
}

/** The newest version. */
export function newestOf(key: TransitKey): KeyVersion {
  const newest = key.recent.at(-1);
  if (!newest) throw new TypeError("a key has at least one version");
  return newest;
}

/** @throws VaultError invalid_request for a key that waits for its deletion or its restoration */
export function demandUsable(key: TransitKey): TransitKey {
  if (!key.settings.softDeleted) return key;
  throw new VaultError("invalid_request", "refusing to use soft-deleted key");
}
