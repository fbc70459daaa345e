// <mount>/backup/:name and <mount>/restore: a whole key as one text, in plain.
import { VaultError } from "#base/vault-error.ts";
import { boolean, text } from "#contract/fields/scalars.ts";
import { definePath, type WriteCall, writes } from "#contract/path.ts";
import type { Reply } from "#contract/reply.ts";
import { secretBase64 } from "#kit/json/base64-field.ts";
import { JsonBytes } from "#kit/json/json-bytes.ts";
import { type BackedUpKey, readBackup } from "../backup/read-backup.ts";
import { writeBackup } from "../backup/write-backup.ts";
import { checkedWish } from "../keys/new-key.ts";
import { archiveOldest, deleteKey, readKey, writeKey } from "../keys/stored-keys.ts";
import { demandUsable, type TransitKey } from "../keys/transit-key.ts";
import { versionsProblem } from "../keys/version-rules.ts";
import type { TransitMount } from "../transit-mount.ts";
import { demandKey, nameField, nameOf } from "./key-path.ts";

const backupFields = { name: nameField };

const backupPath = definePath<TransitMount>()({
  pattern: "backup/:name",
  fields: backupFields,
  summary: "A backup of a key.",
  operations: {
    read: writes(backUp, { summary: "Show the whole key, where its configuration allows that." }),
  },
});

const restoreFields = {
  name: text("Name to restore the key under; default its own."),
  backup: secretBase64("The backup."),
  force: boolean("Replace a key of that name."),
};
type RestoreCall = WriteCall<typeof restoreFields>;

const restorePaths = ["restore", "restore/:name"].map((pattern) =>
  definePath<TransitMount>()({
    pattern,
    fields: restoreFields,
    summary: "A key from its backup.",
    operations: { update: writes(restore, { summary: "Restore a key." }) },
  }),
);

export const backupPaths = [backupPath, ...restorePaths];

function backUp(_mount: TransitMount, call: WriteCall<typeof backupFields>): Reply {
  const key = demandUsable(demandKey(call, `key "${nameOf(call)}" not found`));
  if (!key.settings.exportable) refuse("exporting is disallowed on the policy");
  if (!key.settings.allowPlaintextBackup) refuse("plaintext backup is disallowed on the policy");
  const backedUp: TransitKey = { ...key, backedUp: { timeMs: call.nowMs, version: key.latest } };
  writeKey(call.settings, backedUp);
  const json = writeBackup(call.settings, backedUp);
  const backup = new JsonBytes(json.length * 2).base64(json).finish();
  json.fill(0);
  return { data: { backup } };
}

function restore(_mount: TransitMount, call: RestoreCall): undefined {
  const { fields, settings } = call;
  if (!fields.backup || fields.backup.length === 0) return refuse("'backup' must be supplied");
  const backup = readBackup(fields.backup);
  const name = fields.name || backup.name;
  if (!/^\w(?:[\w.-]*\w)?$/.test(name))
    refuse("the name of the key is not one of letters, digits, '.', '-' and '_'");
  const existing = readKey(settings, name);
  if (existing && fields.force !== true) refuse(`key "${name}" already exists`);
  if (existing) deleteKey(settings, existing);
  writeKey(settings, archiveOldest(settings, restoredKey(backup, name, call.nowMs)));
}

function restoredKey(backup: BackedUpKey, name: string, nowMs: number): TransitKey {
  const { type, settings, latest, versions, backedUp } = backup;
  const checked = checkedWish({ name, type, settings });
  const problem = versionsProblem(latest, settings);
  if (problem) refuse(problem);
  const restored = { timeMs: nowMs, version: latest };
  return { ...checked, latest, recent: versions, backedUp, restored };
}

function refuse(reason: string): never {
  throw new VaultError("invalid_request", reason);
}
