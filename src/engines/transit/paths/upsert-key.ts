// A key that is made by its first use.
import { VaultError } from "#base/vault-error.ts";
import type { WriteCall } from "#contract/path.ts";
import { DEFAULT_KEY_TYPE } from "../key-types/key-types.ts";
import { checkedWish, demandKeyType, type WishedKey } from "../keys/new-key.ts";
import { withVersion, writeKey } from "../keys/stored-keys.ts";
import type { TransitKey } from "../keys/transit-key.ts";
import type { TransitMount } from "../transit-mount.ts";
import { nameOf } from "./key-path.ts";
import { isUpsertDisabled } from "./keys-config-path.ts";

interface UpsertCall extends Pick<WriteCall, "settings" | "nowMs"> {
  fields: { readonly name?: string; readonly type?: string; readonly convergent_encryption?: boolean };
}

export interface UpsertedKey {
  key: TransitKey;
  commit(): void;
}

/** @throws VaultError invalid_request where keys are not to be made so, or not of this kind */
export async function upsertKey(
  mount: TransitMount,
  call: UpsertCall,
  { isDerived }: { isDerived: boolean },
): Promise<UpsertedKey> {
  const { settings, nowMs } = call;
  if (isUpsertDisabled(settings)) throw new VaultError("invalid_request", "encryption key not found");
  const wish = wishOf(call, isDerived);
  const checked = checkedWish(wish);
  const first = await mount.newVersion(wish.type, 0, nowMs);
  const key = withVersion(settings, { ...checked, recent: [] }, first);
  return { key, commit: () => writeKey(settings, key) };
}

function wishOf(call: UpsertCall, isDerived: boolean): WishedKey {
  const { type: typeName = DEFAULT_KEY_TYPE, convergent_encryption: convergent = false } = call.fields;
  const type = demandKeyType(typeName);
  if (!type.cipher?.takesAssociatedData) {
    throw new VaultError("invalid_request", `a key of type ${type.name} is not made by encrypting`);
  }
  if (convergent && !isDerived) {
    const reason = "convergent encryption requires derivation to be enabled, so context is required";
    throw new VaultError("invalid_request", reason);
  }
  return { name: nameOf(call), type, settings: { derived: isDerived, convergent } };
}
