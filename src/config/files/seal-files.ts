// Files that a seal reads its secrets from. A static key must be there; a token may still be written by someone.
import { decodeAesKey } from "../seal/aes-key-text.ts";
import type { SecretSource } from "../seal/secret-source.ts";
import type { StaticSealOptions } from "../seal/static.ts";
import type { TransitSealOptions } from "../seal/transit.ts";
import type { SealOptions } from "../seal.ts";
import type { FileVerdicts } from "./file-verdicts.ts";
import { readPrivateFile } from "./private-file.ts";

/** @param path of the seal among the settings: `seal[0]` */
export function checkSealFiles(seal: SealOptions, path: string, verdicts: FileVerdicts): void {
  if (seal.type === "static") checkStatic(seal, path, verdicts);
  if (seal.type === "transit") checkTransit(seal, path, verdicts);
}

function checkStatic(seal: StaticSealOptions, path: string, verdicts: FileVerdicts): void {
  for (const [key, name] of [
    [seal.current, "current_key"],
    [seal.previous, "previous_key"],
  ] as const) {
    if (key?.key.kind !== "file") continue;
    const setting = `${path}.${name}`;
    const read = readPrivateFile(key.key.path, verdicts.files);
    if (typeof read === "string") verdicts.error(setting, read);
    else if (decodeAesKey(read.content) === undefined) {
      verdicts.error(
        setting,
        "names a file that does not hold 32 bytes, as they are, in hexadecimal or in base64",
      );
    } else if (read.warning !== undefined) verdicts.warn(setting, read.warning);
  }
}

function checkTransit(seal: TransitSealOptions, path: string, verdicts: FileVerdicts): void {
  for (const [setting, source] of secretsOf(seal)) {
    if (source?.kind !== "file" || verdicts.files.facts(source.path) === undefined) continue;
    const read = readPrivateFile(source.path, verdicts.files);
    if (typeof read === "string") verdicts.error(`${path}.${setting}`, read);
    else if (read.warning !== undefined) verdicts.warn(`${path}.${setting}`, read.warning);
  }
}

function secretsOf({ login }: TransitSealOptions): readonly (readonly [string, SecretSource | undefined])[] {
  switch (login.method) {
    case "token":
      return [["token_file", login.token]];
    case "approle":
      return [
        ["auth.role_id_file", login.roleId],
        ["auth.secret_id_file", login.secretId],
      ];
    case "userpass":
      return [["auth.password_file", login.password]];
  }
}
