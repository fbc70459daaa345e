// seal "static": the root key is guarded by a key that comes with the configuration.
import { sameBytes } from "#base/bytes.ts";
import { overriddenBy, type StanzaShape, used } from "../reading/key-table.ts";
import type { Stanza } from "../reading/stanza.ts";
import { decodeAesKey } from "./aes-key-text.ts";
import { SEAL_KEYS } from "./common-keys.ts";
import { readSecretSource, type SecretSource } from "./secret-source.ts";

export interface StaticSealOptions {
  readonly type: "static";
  readonly current: StaticKey;
  /** Still opens what it sealed, until everything is under `current`. */
  readonly previous: StaticKey | undefined;
}

export interface StaticKey {
  /** Names the key for good; a changed key needs a changed id. */
  readonly id: string;
  /** 256 bits in a form that `decodeAesKey` reads; one that is at hand has been checked. */
  readonly key: SecretSource;
}

export const STATIC_SEAL = {
  title: 'seal "static"',
  says: "Unseals by itself with a key kept beside the configuration.",
  keys: {
    current_key: used("256 bits as hex or base64, or `file://…`, or `env://…`.", {
      secret: true,
      ...overriddenBy("STATIC_SEAL_CURRENT_KEY"),
    }),
    current_key_id: used("Names that key for good.", overriddenBy("STATIC_SEAL_CURRENT_KEY_ID")),
    previous_key: used("The key before it, while it is being replaced.", {
      secret: true,
      ...overriddenBy("STATIC_SEAL_PREVIOUS_KEY"),
    }),
    previous_key_id: used("Names the key before it.", overriddenBy("STATIC_SEAL_PREVIOUS_KEY_ID")),
    ...SEAL_KEYS,
  },
} satisfies StanzaShape;

type StaticKeyName = "current_key" | "current_key_id" | "previous_key" | "previous_key_id";

export function readStaticSeal(stanza: Stanza<StaticKeyName>): StaticSealOptions | undefined {
  const current = readKey(stanza, "current_key", "current_key_id");
  const previous = readKey(stanza, "previous_key", "previous_key_id");
  if (current === undefined) {
    if (!stanza.has("current_key")) stanza.error("current_key", "is required");
    return undefined;
  }
  if (previous !== undefined) refuseMixUp(stanza, current, previous);
  return { type: "static", current, previous };
}

function readKey(
  stanza: Stanza<StaticKeyName>,
  keyName: "current_key" | "previous_key",
  idName: "current_key_id" | "previous_key_id",
): StaticKey | undefined {
  const key = readSecretSource(stanza, keyName, undefined);
  const id = stanza.word(idName);
  if (key === undefined && id === undefined) return undefined;
  if (key?.kind === "value" && decodeAesKey(key.secret.reveal()) === undefined) {
    stanza.error(keyName, "must be 32 bytes as 64 hexadecimal digits or base64, or file:// and a path");
  }
  if (id === undefined) stanza.error(idName, `is required beside ${keyName}`);
  if (key === undefined && !stanza.has(keyName)) stanza.error(keyName, `is required beside ${idName}`);
  return key === undefined || id === undefined ? undefined : { id, key };
}

function refuseMixUp(stanza: Stanza<StaticKeyName>, current: StaticKey, previous: StaticKey): void {
  const sameKey = sameSource(current.key, previous.key);
  if (current.id === previous.id)
    stanza.error("previous_key_id", "is current_key_id: every key has its own id");
  else if (sameKey === true) stanza.error("previous_key", "is current_key under another id");
}

/** `undefined` when only the files would tell. */
function sameSource(a: SecretSource, b: SecretSource): boolean | undefined {
  if (a.kind === "file" && b.kind === "file") return a.path === b.path ? true : undefined;
  if (a.kind !== "value" || b.kind !== "value") return undefined;
  const [one, other] = [decodeAesKey(a.secret.reveal()), decodeAesKey(b.secret.reveal())];
  return one !== undefined && other !== undefined && sameBytes(one, other);
}
