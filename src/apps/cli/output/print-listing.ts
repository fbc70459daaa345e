// The answer to a LIST: names, or names with what the server tells about each.
import type { Envelope } from "#client/envelope.ts";
import { isJsonObject, type Json, type JsonObject } from "#client/json-text.ts";
import type { Call } from "../call.ts";
import { CliError } from "../cli-error.ts";
import type { FlagSet } from "../flags/flag.ts";
import { plainText } from "./plain-text.ts";
import { printEnvelope, printKeys, printValue, printWarnings } from "./print.ts";
import { table } from "./table.ts";

export interface ListingOptions {
  readonly path: string;
  readonly detailed: boolean;
}

/** @returns the exit code @throws CliError when the answer holds no names */
export async function printListing(
  call: Call<FlagSet>,
  envelope: Envelope,
  options: ListingOptions,
): Promise<number> {
  if (envelope.wrapInfo !== undefined) return await printEnvelope(call, envelope);
  const keys = keysOf(envelope.data?.keys);
  const keyInfo = envelope.data?.key_info;
  if (keys === undefined) throw new CliError(`No entries found at ${options.path}`, 2);
  if (options.detailed && isJsonObject(keyInfo)) return await printDetailed(call, keys, keyInfo);
  const code = await printKeys(call, keys);
  if (call.format === "table") printWarnings(call, envelope.warnings);
  return code;
}

/** For people a sentence; for scripts `{}`. Either way the exit code is 2. */
export function nothingListed(call: Call<FlagSet>, sentence: string): CliError {
  if (call.format === "table") return new CliError(sentence, 2);
  call.say("{}");
  return new CliError("", 2);
}

function keysOf(value: Json | undefined): string[] | undefined {
  return Array.isArray(value) ? value.map((key) => plainText(key)) : undefined;
}

async function printDetailed(
  call: Call<FlagSet>,
  keys: readonly string[],
  keyInfo: JsonObject,
): Promise<number> {
  if (call.format !== "table") return await printValue(call, keyInfo);
  const details = keys.map((key) => (isJsonObject(keyInfo[key]) ? keyInfo[key] : {}));
  const names = [...new Set(details.flatMap((detail) => Object.keys(detail)))].sort();
  const rows = keys.map((key, index) => [key, ...names.map((name) => cellOf(details[index]?.[name]))]);
  call.terminal.out(table([["Keys", ...names], ...rows]));
  return 0;
}

function cellOf(value: Json | undefined): string {
  return value === undefined ? "" : plainText(value);
}
