// The encryption key's term, age and use.
import type { JsonObject } from "#client/json-text.ts";
import type { Call } from "../call.ts";
import type { FlagSet } from "../flags/flag.ts";
import { plainText } from "../output/plain-text.ts";
import { printField, printValue } from "../output/print.ts";
import { columns } from "../output/table.ts";

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** @returns the exit code */
export async function printKeyStatus(call: Call<FlagSet>, status: JsonObject): Promise<number> {
  const { term = 0, install_time = "", encryptions = 0 } = status;
  if (call.field !== undefined) return await printField(call, status[call.field], call.field);
  if (call.format !== "table") return await printValue(call, { term, install_time, encryptions }, "fixed");
  call.terminal.out(
    columns([
      ["Key Term", plainText(term)],
      ["Install Time", goDate(plainText(install_time))],
      ["Encryption Count", plainText(encryptions)],
    ]),
  );
  return 0;
}

/** `23 Nov 26 21:15 UTC`, as Vault writes it. */
function goDate(text: string): string {
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) return text;
  const two = (number: number) => String(number).padStart(2, "0");
  const day = `${two(date.getUTCDate())} ${MONTHS[date.getUTCMonth()]} ${two(date.getUTCFullYear() % 100)}`;
  return `${day} ${two(date.getUTCHours())}:${two(date.getUTCMinutes())} UTC`;
}
