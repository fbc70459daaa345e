// The seal of a key that lies beside the configuration: worth as much as the place it lies in (a Kubernetes secret, a
// file that only this user may read). Rotation: name a new key, keep the old one as the previous one until the stored
// blobs have been wrapped again.
import { equalSecrets } from "#crypto/equal.ts";
import { LocalSeal, type SealKey } from "../local-seal.ts";
import type { Seal, SealKind } from "../seal.ts";
import { SealSettingError } from "../seal-setting-error.ts";
import type { KeySources } from "./key-sources.ts";
import { readStaticKey } from "./read-static-key.ts";

export const STATIC: SealKind = { type: "static", unsealsBy: "itself" };

/** The settings of a `seal "static"` block, as they were written. */
export interface StaticSealSettings {
  readonly currentKeyId?: string | undefined;
  readonly currentKey?: string | undefined;
  readonly previousKeyId?: string | undefined;
  readonly previousKey?: string | undefined;
}

export interface StaticSealSurroundings {
  readonly sources: KeySources;
  /** What an operator should change, though it works. */
  readonly onWarning: (warning: string) => void;
}

/** Printable ASCII: names stand in stored blobs and in log lines. */
const KEY_ID = /^[\x20-\x7e]{1,256}$/;

/** @throws SealSettingError */
export function openStaticSeal(settings: StaticSealSettings, surroundings: StaticSealSurroundings): Seal {
  const current = readKey("current", settings.currentKeyId, settings.currentKey, surroundings);
  if (!current) throw new SealSettingError("current_key", "is missing");
  const previous = readKey("previous", settings.previousKeyId, settings.previousKey, surroundings);
  if (!previous) return new LocalSeal(STATIC, [current]);
  if (previous.id !== current.id) return new LocalSeal(STATIC, [current, previous]);
  const isSame = equalSecrets(previous.key.reveal(), current.key.reveal());
  previous.key.wipe();
  if (isSame) return new LocalSeal(STATIC, [current]);
  current.key.wipe();
  throw new SealSettingError("previous_key_id", "names another key than current_key_id, by the same name");
}

/** `undefined` when neither the name nor the key is set. */
function readKey(
  which: "current" | "previous",
  id: string | undefined,
  text: string | undefined,
  { sources, onWarning }: StaticSealSurroundings,
): SealKey | undefined {
  if (!id && !text) return undefined;
  if (!id) throw new SealSettingError(`${which}_key_id`, "is missing: a key needs a name of its own");
  if (!KEY_ID.test(id))
    throw new SealSettingError(`${which}_key_id`, "is not 1 to 256 printable ASCII characters");
  if (!text) throw new SealSettingError(`${which}_key`, "is missing although it has a name");
  return { id, key: readStaticKey({ setting: `${which}_key`, text }, sources, onWarning) };
}
