// <mount>/keys and <mount>/keys/:name: keys are made, shown, listed and deleted.
import { EMPTY_BYTES } from "#base/bytes.ts";
import { VaultError } from "#base/vault-error.ts";
import { boolean, integer, seconds, text } from "#contract/fields/scalars.ts";
import { definePath, type ReadCall, reads, type WriteCall, writes } from "#contract/path.ts";
import type { Reply } from "#contract/reply.ts";
import { base64 } from "#kit/json/base64-field.ts";
import { DEFAULT_KEY_TYPE } from "../key-types/key-types.ts";
import { describeKey } from "../keys/describe-key.ts";
import type { KeyVersion } from "../keys/key-version.ts";
import { checkedWish, createKey, demandKeyType, type WishedKey } from "../keys/new-key.ts";
import { deleteKey, listKeys } from "../keys/stored-keys.ts";
import type { TransitKey } from "../keys/transit-key.ts";
import type { TransitMount } from "../transit-mount.ts";
import { demandKey, described, findKey, nameField, nameOf } from "./key-path.ts";

const keyFields = {
  name: nameField,
  type: text(`Type of the key; default ${DEFAULT_KEY_TYPE}.`),
  derived: boolean("Encrypt under a key of its own for each context."),
  convergent_encryption: boolean("Encrypt equal plaintexts of a context to equal ciphertexts."),
  exportable: boolean("The key may be exported; can not be taken back."),
  allow_plaintext_backup: boolean("The key may be backed up; can not be taken back."),
  auto_rotate_period: seconds("Rotate when the newest version is this old; 0: never."),
  key_size: integer("Bytes of a key for HMAC: 32 to 512."),
  context: base64("For a derived key: shows the public keys of this context."),
};

export const keyPath = definePath<TransitMount>()({
  pattern: "keys/:name",
  fields: keyFields,
  summary: "A named key.",
  operations: {
    read: reads(showKey, { summary: "Show a key, without anything secret." }),
    update: writes(makeKey, { summary: "Make a key; nothing happens to one that is there." }),
    delete: writes(removeKey, { summary: "Delete a key, where its configuration allows that." }),
  },
});

const listFields = { after: text("List names after this one."), limit: integer("At most this many.") };

export const keysPath = definePath<TransitMount>()({
  pattern: "keys",
  fields: listFields,
  summary: "The names of all keys.",
  operations: { list: reads(listNames, { summary: "List the names of keys." }) },
});

type KeyCall = ReadCall<typeof keyFields>;

function showKey(mount: TransitMount, call: KeyCall): Reply | undefined {
  const key = findKey(call);
  return key && { data: describeKey(call.settings, key, publicKeysOf(mount, call, key)) };
}

function publicKeysOf({ work }: TransitMount, { fields }: KeyCall, key: TransitKey) {
  const show = key.type.signer?.derivedPublicKey;
  const { context = EMPTY_BYTES } = fields;
  if (!key.settings.derived || !show || context.length === 0) return undefined;
  return (version: KeyVersion) => show({ settings: key.settings, version, context, work });
}

async function makeKey(mount: TransitMount, call: WriteCall<typeof keyFields>): Promise<Reply> {
  const existing = findKey(call);
  if (existing) {
    call.warn(`key ${existing.name} already existed`);
    return described(call, existing);
  }
  const wish = wishOf(call);
  const { settings, type } = checkedWish(wish);
  const first = await mount.newVersion(type, settings.keySize, call.nowMs);
  return described(call, createKey(call.settings, wish, first));
}

function wishOf(call: KeyCall): WishedKey {
  const { fields } = call;
  return {
    name: nameOf(call),
    type: demandKeyType(fields.type ?? DEFAULT_KEY_TYPE),
    settings: {
      derived: fields.derived ?? false,
      convergent: fields.convergent_encryption ?? false,
      exportable: fields.exportable ?? false,
      allowPlaintextBackup: fields.allow_plaintext_backup ?? false,
      autoRotateSeconds: fields.auto_rotate_period ?? 0,
      keySize: fields.key_size ?? 0,
    },
  };
}

function removeKey(_mount: TransitMount, call: WriteCall<typeof keyFields>): undefined {
  const name = nameOf(call);
  const key = demandKey(call, `error deleting policy ${name}: could not delete key; not found`);
  if (!key.settings.deletionAllowed) {
    throw new VaultError(
      "invalid_request",
      `error deleting policy ${name}: deletion is not allowed for this key`,
    );
  }
  deleteKey(call.settings, key);
}

async function listNames(
  _mount: TransitMount,
  { fields, settings }: ReadCall<typeof listFields>,
): Promise<Reply> {
  const options = {
    ...(fields.after !== undefined && { after: fields.after }),
    ...(fields.limit !== undefined && fields.limit > 0 && { limit: fields.limit }),
  };
  return { data: { keys: await listKeys(settings, options) } };
}
