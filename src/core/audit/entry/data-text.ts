// The data of requests and answers as JSON text for one device: names, numbers, booleans and times as they are, every
// other value by the device's rule. What a mount exempts by name is exempt at any depth, as Vault has it: a value
// belongs to the nearest name above it.
import { type JsonObject, type JsonValue, RawJson } from "#base/json/raw-json.ts";
import { Secret } from "#base/secret.ts";
import type { Parameter } from "#contract/request.ts";
import type { DataRules } from "./data-rules.ts";
import { RawJsonText } from "./raw-json-text.ts";
import { isTimestamp } from "./timestamp.ts";

/** `undefined` for a request without parameters. */
export function parametersText(
  parameters: ReadonlyMap<string, Parameter>,
  rules: DataRules,
): string | undefined {
  if (parameters.size === 0) return undefined;
  let text = "";
  for (const [name, parameter] of parameters) {
    text += `${text === "" ? "{" : ","}${JSON.stringify(name)}:${valueText(parameter, rules, rules.clearKeys.has(name))}`;
  }
  return `${text}}`;
}

export function objectText(object: JsonObject, rules: DataRules): string {
  let text = "";
  for (const name of Object.keys(object)) {
    const value = object[name];
    if (value === undefined) continue;
    text += `${text === "" ? "{" : ","}${JSON.stringify(name)}:${valueText(value, rules, rules.clearKeys.has(name))}`;
  }
  return text === "" ? "{}" : `${text}}`;
}

function valueText(value: JsonValue, rules: DataRules, isClear: boolean): string {
  if (typeof value === "string") return stringText(value, rules, isClear);
  if (typeof value !== "object" || value === null) return plainText(value);
  if (value instanceof RawJson) return new RawJsonText(value, rules, isClear).text();
  if (Array.isArray(value)) return `[${value.map((item) => valueText(item, rules, isClear)).join(",")}]`;
  return bytesText(value, rules) ?? objectText(value as JsonObject, rules);
}

function stringText(value: string, rules: DataRules, isClear: boolean): string {
  return isClear || isTimestamp(value) ? JSON.stringify(value) : rules.values.ofText(value);
}

/** Numbers and booleans; whatever JSON has no word for is null, as in the answer itself. */
function plainText(value: unknown): string {
  return typeof value === "bigint" ? `${value}` : (JSON.stringify(value) ?? "null");
}

/** Bytes are no JSON and no engine should answer them; one that does must not show them (CVE-2025-62513). */
function bytesText(value: object, rules: DataRules): string | undefined {
  if (value instanceof Secret) return rules.values.ofBytes(value.reveal());
  if (ArrayBuffer.isView(value)) {
    return rules.values.ofBytes(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
  }
  return undefined;
}
