// <mount>/keys/:name/config: which versions may be used, and what may be done to the key.
import { VaultError } from "#base/vault-error.ts";
import { boolean, integer, seconds } from "#contract/fields/scalars.ts";
import { definePath, type WriteCall, writes } from "#contract/path.ts";
import type { Reply } from "#contract/reply.ts";
import type { KeySettings } from "../keys/key-settings.ts";
import { demandPeriod } from "../keys/new-key.ts";
import { writeKey } from "../keys/stored-keys.ts";
import type { TransitKey } from "../keys/transit-key.ts";
import { versionsProblem } from "../keys/version-rules.ts";
import type { TransitMount } from "../transit-mount.ts";
import { demandKey, described, nameField, nameOf } from "./key-path.ts";

const configFields = {
  name: nameField,
  min_decryption_version: integer("The oldest version that decrypts and verifies."),
  min_encryption_version: integer("The oldest version that encrypts and signs; 0: the newest alone."),
  deletion_allowed: boolean("Whether the key may be deleted."),
  exportable: boolean("The key may be exported; can not be taken back."),
  allow_plaintext_backup: boolean("The key may be backed up; can not be taken back."),
  auto_rotate_period: seconds("Rotate when the newest version is this old; 0: never."),
};
type ConfigCall = WriteCall<typeof configFields>;

export const keyConfigPath = definePath<TransitMount>()({
  pattern: "keys/:name/config",
  fields: configFields,
  summary: "Configuration of a key.",
  operations: { update: writes(configure, { summary: "Change what is given, leave the rest." }) },
});

function configure(_mount: TransitMount, call: ConfigCall): Reply {
  const key = demandKey(call, `no existing key named ${nameOf(call)} could be found`);
  const settings = changed(call, key);
  const problem = versionsProblem(key.latest, settings);
  if (problem) throw new VaultError("invalid_request", problem);
  const written = { ...key, settings };
  writeKey(call.settings, written);
  return described(call, written);
}

function changed({ fields, warn }: ConfigCall, { settings }: TransitKey): KeySettings {
  if (fields.min_decryption_version === 0) {
    warn("the versions of a key begin at 1: the minimum for decryption is 1");
  }
  return {
    ...settings,
    minDecryption:
      fields.min_decryption_version === 0 ? 1 : (fields.min_decryption_version ?? settings.minDecryption),
    minEncryption: fields.min_encryption_version ?? settings.minEncryption,
    deletionAllowed: fields.deletion_allowed ?? settings.deletionAllowed,
    exportable: settings.exportable || fields.exportable === true,
    allowPlaintextBackup: settings.allowPlaintextBackup || fields.allow_plaintext_backup === true,
    autoRotateSeconds: demandPeriod(fields.auto_rotate_period ?? settings.autoRotateSeconds),
  };
}
