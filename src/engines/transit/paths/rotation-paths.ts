// <mount>/keys/:name/rotate, /trim, /soft-delete and /soft-delete-restore.
import { VaultError } from "#base/vault-error.ts";
import { integer } from "#contract/fields/scalars.ts";
import { definePath, type WriteCall, writes } from "#contract/path.ts";
import type { Reply } from "#contract/reply.ts";
import { rotate } from "../keys/rotate.ts";
import { trimmed, writeKey } from "../keys/stored-keys.ts";
import { demandUsable, type TransitKey } from "../keys/transit-key.ts";
import type { TransitMount } from "../transit-mount.ts";
import { demandKey, described, findKey, nameField } from "./key-path.ts";

const nameFields = { name: nameField };
type NameCall = WriteCall<typeof nameFields>;

const rotatePath = definePath<TransitMount>()({
  pattern: "keys/:name/rotate",
  fields: nameFields,
  summary: "A new version of a key.",
  operations: { update: writes(rotateKey, { summary: "Make a new version; older ones still decrypt." }) },
});

const trimFields = {
  name: nameField,
  min_available_version: integer("The oldest version to keep."),
};

const trimPath = definePath<TransitMount>()({
  pattern: "keys/:name/trim",
  fields: trimFields,
  summary: "Delete old versions of a key for good.",
  operations: { update: writes(trimKey, { summary: "Delete the versions before this one." }) },
});

const softDeletePath = definePath<TransitMount>()({
  pattern: "keys/:name/soft-delete",
  fields: nameFields,
  summary: "Take a key out of use.",
  operations: { delete: writes(softDelete, { summary: "Refuse every use until the key is restored." }) },
});

const softDeleteRestorePath = definePath<TransitMount>()({
  pattern: "keys/:name/soft-delete-restore",
  fields: nameFields,
  summary: "Put a key back into use.",
  operations: { update: writes(restore, { summary: "Undo a soft deletion." }) },
});

export const rotationPaths = [rotatePath, trimPath, softDeletePath, softDeleteRestorePath];

async function rotateKey(mount: TransitMount, call: NameCall): Promise<Reply> {
  const key = demandUsable(demandKey(call, "key not found"));
  return described(call, await rotate(mount, call, key));
}

function trimKey(_mount: TransitMount, call: WriteCall<typeof trimFields>): Reply {
  const key = demandKey(call, "invalid key name");
  const wanted = call.fields.min_available_version;
  if (wanted === undefined) throw new VaultError("invalid_request", "missing min_available_version");
  const problem = trimProblem(key, wanted);
  if (problem) throw new VaultError("invalid_request", problem);
  const kept = trimmed(call.settings, key, wanted);
  writeKey(call.settings, kept);
  return described(call, kept);
}

/** Nothing that may still encrypt or decrypt is deleted. */
function trimProblem({ settings }: TransitKey, wanted: number): string | undefined {
  const { minAvailable, minEncryption, minDecryption } = settings;
  const what = "minimum available version cannot be";
  if (wanted < minAvailable) return `${what} decremented`;
  if (minEncryption === 0) return `${what} set when minimum encryption version is not set`;
  if (wanted > minEncryption) return `${what} greater than minimum encryption version`;
  if (wanted > minDecryption) return `${what} greater than minimum decryption version`;
  return undefined;
}

function softDelete(_mount: TransitMount, call: NameCall): Reply | undefined {
  const key = findKey(call);
  if (!key) return undefined;
  if (key.settings.softDeleted) {
    call.warn("key was already marked as soft deleted");
    return described(call, key);
  }
  return described(call, markDeleted(call, key, true));
}

function restore(_mount: TransitMount, call: NameCall): Reply | undefined {
  const key = findKey(call);
  if (key && !key.settings.softDeleted) call.warn("key was already restored");
  return key && described(call, markDeleted(call, key, false));
}

function markDeleted({ settings }: NameCall, key: TransitKey, softDeleted: boolean): TransitKey {
  if (key.settings.softDeleted === softDeleted) return key;
  const marked = { ...key, settings: { ...key.settings, softDeleted } };
  writeKey(settings, marked);
  return marked;
}
