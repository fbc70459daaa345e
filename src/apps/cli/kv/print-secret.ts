// The answers of the kv commands as tables: path, metadata, data below each other.
import type { Envelope } from "#client/envelope.ts";
import { isJsonObject, type JsonObject } from "#client/json-text.ts";
import type { Call } from "../call.ts";
import type { FlagSet } from "../flags/flag.ts";
import { escapeControls } from "../output/escape-controls.ts";
import { printEnvelope, printWarnings } from "../output/print.ts";
import { dataRows } from "../output/secret-rows.ts";
import { table } from "../output/table.ts";
import { heading, tableWidth } from "./heading.ts";

/** The answer to a write: metadata of the new version. */
export async function printWritten(call: Call<FlagSet>, envelope: Envelope, path: string): Promise<number> {
  if (!isTable(call, envelope)) return await printEnvelope(call, envelope);
  printPath(call, "Secret Path", path);
  if (envelope.data !== undefined) printPart(call, "Metadata", envelope.data);
  printWarnings(call, envelope.warnings);
  return 0;
}

/** The answer to a read of a versioned secret. */
export async function printVersion(call: Call<FlagSet>, envelope: Envelope, path: string): Promise<number> {
  if (!isTable(call, envelope)) return await printEnvelope(call, envelope);
  printPath(call, "Secret Path", path);
  const { metadata, data } = envelope.data ?? {};
  if (isJsonObject(metadata)) {
    printPart(call, "Metadata", metadata);
    call.say("");
  }
  if (isJsonObject(data)) printPart(call, "Data", data);
  printWarnings(call, envelope.warnings);
  return 0;
}

export function printPath(call: Call<FlagSet>, title: string, path: string): void {
  call.terminal.out(`${heading(title, path.length)}${escapeControls(path)}\n\n`);
}

export function printPart(call: Call<FlagSet>, title: string, part: JsonObject): void {
  call.terminal.out(heading(title, tableWidth(Object.keys(part))));
  call.terminal.out(table([["Key", "Value"], ...dataRows(part)]));
}

export function isTable(call: Call<FlagSet>, { wrapInfo }: Envelope): boolean {
  return call.format === "table" && call.field === undefined && wrapInfo === undefined;
}
