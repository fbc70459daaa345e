// Prints what a command has to show, in the format that was asked for.
import type { Envelope } from "#client/envelope.ts";
import type { Json, JsonObject } from "#client/json-text.ts";
import type { Call, OutputFormat } from "../call.ts";
import { CliError } from "../cli-error.ts";
import type { FlagSet } from "../flags/flag.ts";
import { escapeControls } from "./escape-controls.ts";
import { plainText } from "./plain-text.ts";
import { table } from "./table.ts";

type AnyCall = Call<FlagSet>;

/** A whole answer; with -field, one value of it. @returns the exit code */
export async function printEnvelope(call: AnyCall, envelope: Envelope): Promise<number> {
  if (call.field !== undefined) {
    const { fieldValue } = await import("./field-value.ts");
    return await printField(call, fieldValue(envelope, call.field), call.field);
  }
  if (call.format !== "table") {
    const { envelopeJson } = await import("./envelope-json.ts");
    return await printValue(call, envelopeJson(envelope), "fixed");
  }
  const { secretRows } = await import("./secret-rows.ts");
  printRows(call, secretRows(envelope));
  printWarnings(call, envelope.warnings);
  return 0;
}

/** The members of an object; with -field, one of them. @returns the exit code */
export async function printData(call: AnyCall, data: JsonObject): Promise<number> {
  if (call.field !== undefined) return await printField(call, data[call.field], call.field);
  if (call.format !== "table") return await printValue(call, data);
  const { dataRows } = await import("./secret-rows.ts");
  printRows(call, dataRows(data));
  return 0;
}

/** Names below each other. @returns the exit code */
export async function printKeys(call: AnyCall, keys: readonly string[]): Promise<number> {
  if (call.format !== "table") return await printValue(call, [...keys]);
  call.terminal.out(table([["Keys"], ...keys.map((key) => [key])]));
  return 0;
}

/** For json and yaml only; `fixed`: the order of the members is meant. @returns the exit code @throws CliError for a format that has no form here */
export async function printValue(
  call: AnyCall,
  value: Json,
  order: "sorted" | "fixed" = "sorted",
): Promise<number> {
  const text = await rendered(value, call.format, order);
  call.terminal.out(text.endsWith("\n") ? text : `${text}\n`);
  return 0;
}

export async function printField(call: AnyCall, value: Json | undefined, field: string): Promise<number> {
  if (value === undefined) throw new CliError(`Field "${field}" not present in secret`);
  if (call.format !== "table") {
    const text = await rendered(value, call.format, "sorted");
    call.terminal.out(call.terminal.stdoutIsTty && !text.endsWith("\n") ? `${text}\n` : text);
    return 0;
  }
  const text = plainText(value);
  // Into a pipe go the exact bytes; onto a screen nothing that could drive it.
  call.terminal.out(call.terminal.stdoutIsTty ? `${escapeControls(text)}\n` : text);
  return 0;
}

export function printRows(call: AnyCall, rows: readonly (readonly [string, string])[]): void {
  if (rows.length > 0) call.terminal.out(table([["Key", "Value"], ...rows]));
}

export function printWarnings(call: AnyCall, warnings: readonly string[] | undefined): void {
  if (warnings === undefined || warnings.length === 0) return;
  call.warn("WARNING! The following warnings were returned from Vault:\n");
  for (const warning of warnings) call.warn(`  * ${escapeControls(warning)}`);
  call.warn("");
}

/** What was done, for people: other formats print nothing. */
export function printDone(call: AnyCall, sentence: string): void {
  if (call.format === "table") call.say(sentence);
}

async function rendered(value: Json, format: OutputFormat, order: "sorted" | "fixed"): Promise<string> {
  if (format === "json") {
    const { jsonOutput, sortedMembers } = await import("./json-output.ts");
    return jsonOutput(order === "sorted" ? sortedMembers(value) : value);
  }
  if (format === "yaml") return (await import("./yaml-output.ts")).yamlOutput(value);
  if (format === "raw") throw new CliError("This command does not support the -format=raw option.");
  throw new CliError(`Could not parse output: cannot use the ${format} formatter for this type`);
}
