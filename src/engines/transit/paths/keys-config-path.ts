// <mount>/config/keys and <mount>/cache-config: what holds for all keys of the mount.
import { VaultError } from "#base/vault-error.ts";
import { boolean, integer } from "#contract/fields/scalars.ts";
import { definePath, type ReadCall, reads, type WriteCall, writes } from "#contract/path.ts";
import { jsonRecord } from "#contract/record.ts";
import type { Reply } from "#contract/reply.ts";
import type { ReadView } from "#contract/view.ts";
import type { TransitMount } from "../transit-mount.ts";

const keysConfigRecord = jsonRecord<{ disableUpsert: boolean }>("transit-keys-config", 1);
const KEYS_CONFIG = "config/keys";

const keysFields = { disable_upsert: boolean("Encrypting under a name without a key makes none.") };

export const keysConfigPath = definePath<TransitMount>()({
  pattern: "config/keys",
  fields: keysFields,
  summary: "Configuration of all keys.",
  operations: {
    read: reads((_mount, call: ReadCall<typeof keysFields>) => describeKeysConfig(call.settings)),
    update: writes(configureKeys),
  },
});

export function isUpsertDisabled(settings: ReadView): boolean {
  return settings.read(keysConfigRecord, KEYS_CONFIG)?.disableUpsert === true;
}

function describeKeysConfig(settings: ReadView): Reply {
  return { data: { disable_upsert: isUpsertDisabled(settings) } };
}

function configureKeys(_mount: TransitMount, { fields, settings }: WriteCall<typeof keysFields>): Reply {
  const disableUpsert = fields.disable_upsert ?? false;
  settings.write(keysConfigRecord, KEYS_CONFIG, { disableUpsert });
  return { data: { disable_upsert: disableUpsert } };
}

const cacheRecord = jsonRecord<{ size: number }>("transit-cache", 1);
const CACHE_CONFIG = "config/cache";
const SMALLEST_SIZE = 10;

const cacheFields = { size: integer("Keys to cache; 0: no limit of this mount's own.") };

/** Kept for those who manage it: this server caches a mount's keys with everything else, under one bound. */
export const cacheConfigPath = definePath<TransitMount>()({
  pattern: "cache-config",
  fields: cacheFields,
  summary: "Size of the cache of keys.",
  operations: {
    read: reads((_mount, { settings }: ReadCall<typeof cacheFields>) => ({
      data: { size: settings.read(cacheRecord, CACHE_CONFIG)?.size ?? 0 },
    })),
    update: writes(configureCache),
  },
});

function configureCache(_mount: TransitMount, call: WriteCall<typeof cacheFields>): Reply {
  const size = call.fields.size ?? 0;
  if (size !== 0 && size < SMALLEST_SIZE) {
    const reason = `size must be 0 or a value greater or equal to ${SMALLEST_SIZE}`;
    throw new VaultError("invalid_request", reason);
  }
  if (size !== 0)
    call.warn("the size is kept, but has no effect: keys are cached under one bound of the server");
  call.settings.write(cacheRecord, CACHE_CONFIG, { size });
  return { data: { size } };
}
