// What there is to see of a rekey: its progress, the new keys, their verification, their backup.
import { isJsonObject, type Json, type JsonObject } from "#client/json-text.ts";
import type { Call } from "../../call.ts";
import type { FlagSet } from "../../flags/flag.ts";
import { plainText } from "../../output/plain-text.ts";
import { printData, printRows, printValue } from "../../output/print.ts";

type AnyCall = Call<FlagSet>;

const text = (value: Json | undefined) => plainText(value ?? "");

export async function printRekeyStatus(call: AnyCall, status: JsonObject): Promise<number> {
  if (call.format !== "table" || call.field !== undefined) return await printMembers(call, status);
  const rows: [string, string][] = [
    ["Nonce", text(status.nonce)],
    ["Started", text(status.started)],
  ];
  if (status.started === true) {
    if (status.verification_required === true && text(status.verification_nonce) !== "") {
      rows.push(["New Shares", text(status.n)], ["New Threshold", text(status.t)]);
      rows.push(["Verification Nonce", text(status.verification_nonce)]);
    } else {
      rows.push(["Progress", `${text(status.progress)}/${text(status.required)}`]);
      rows.push(["New Shares", text(status.n)], ["New Threshold", text(status.t)]);
    }
    rows.push(["Verification Required", text(status.verification_required)]);
    if (Array.isArray(status.pgp_fingerprints)) {
      rows.push(["PGP Fingerprints", text(status.pgp_fingerprints)], ["Backup", text(status.backup)]);
    }
  }
  printRows(call, rows);
  return 0;
}

export async function printVerification(call: AnyCall, status: JsonObject): Promise<number> {
  if (call.format !== "table" || call.field !== undefined) return await printMembers(call, status);
  printRows(call, [
    ["Started", text(status.started)],
    ["New Shares", text(status.n)],
    ["New Threshold", text(status.t)],
    ["Verification Nonce", text(status.nonce)],
    ["Verification Progress", `${text(status.progress)}/${text(status.t)}`],
  ]);
  return 0;
}

export interface NewKeys {
  readonly answer: JsonObject;
  readonly shares: Json;
  readonly threshold: Json;
}

export async function printNewKeys(call: AnyCall, { answer, shares, threshold }: NewKeys): Promise<number> {
  if (call.format !== "table" || call.field !== undefined) return await printMembers(call, answer);
  const keys = Array.isArray(answer.keys_base64) ? answer.keys_base64 : [];
  const fingerprints = Array.isArray(answer.pgp_fingerprints) ? answer.pgp_fingerprints : [];
  call.say("");
  for (const [index, key] of keys.entries()) {
    const fingerprint = fingerprints[index];
    const mark = fingerprint === undefined ? "" : ` fingerprint: ${text(fingerprint)}; value`;
    call.say(`Key ${index + 1}${mark}: ${text(key)}`);
  }
  call.say(`\nOperation nonce: ${text(answer.nonce)}\n`);
  const counts = `${text(shares)} key shares and a key threshold of ${text(threshold)}`;
  if (answer.verification_required === true)
    tellOfVerification(call, counts, text(answer.verification_nonce));
  else
    call.say(
      `New keys were made: ${counts}. The old ones are void.\nGive the keys above to those who shall keep them: they are stored nowhere.`,
    );
  return 0;
}

function tellOfVerification(call: AnyCall, counts: string, nonce: string): void {
  call.say(`New keys were made: ${counts}. They do NOT count yet:
keep the old ones, and give the new ones back with -verify to make them count.
Until then a -cancel or a seal discards them.

Verification nonce: ${nonce}`);
}

export async function printBackup(call: AnyCall, backup: JsonObject): Promise<number> {
  // Bare answers of old servers repeat the data in an envelope's place.
  const stored = isJsonObject(backup.data) ? backup.data : backup;
  return await printData(call, {
    nonce: stored.nonce ?? "",
    keys: stored.keys ?? {},
    keys_base64: stored.keys_base64 ?? {},
  });
}

async function printMembers(call: AnyCall, members: JsonObject): Promise<number> {
  return call.field === undefined ? await printValue(call, members, "fixed") : await printData(call, members);
}
