import { type JsonObject, numberOf } from "#client/json-text.ts";
import type { Call } from "../call.ts";
import type { FlagSet } from "../flags/flag.ts";
import { plainText } from "../output/plain-text.ts";
import { printField, printValue } from "../output/print.ts";
import { columns } from "../output/table.ts";

/** @returns the exit code */
export async function printRootStatus(call: Call<FlagSet>, status: JsonObject): Promise<number> {
  if (call.field !== undefined) return await printField(call, status[call.field], call.field);
  if (call.format !== "table") return await printValue(call, status, "fixed");
  const text = (name: string) => plainText(status[name] ?? "");
  const rows: [string, string][] = [
    ["Nonce", text("nonce")],
    ["Started", text("started")],
    ["Progress", `${text("progress")}/${text("required")}`],
    ["Complete", text("complete")],
  ];
  if (text("pgp_fingerprint") !== "") rows.push(["PGP Fingerprint", text("pgp_fingerprint")]);
  const encoded = text("encoded_token") || text("encoded_root_token");
  if (encoded !== "") rows.push(["Encoded Token", encoded]);
  if (text("otp") !== "") rows.push(["OTP", text("otp")]);
  if ((numberOf(status.otp_length) ?? 0) > 0) rows.push(["OTP Length", text("otp_length")]);
  call.terminal.out(columns(rows));
  return 0;
}
