// An HCL value as the kind of thing its reader wants. Lenient where Vault is: text may be a number, a number or a
// truth may stand in quotes.
import type { HclList, HclValue } from "./ast.ts";
import { HclError } from "./hcl-error.ts";

const TRUE_WORDS: ReadonlySet<string> = new Set(["1", "t", "T", "true", "TRUE", "True"]);
const FALSE_WORDS: ReadonlySet<string> = new Set(["0", "f", "F", "false", "FALSE", "False"]);

/** @throws HclError of kind `value` */
export function toText(value: HclValue): string {
  if (value.kind === "string") return value.value;
  if (value.kind === "number") return value.text;
  throw unfit(value, "must be text in quotes");
}

/** Go's words for true and false, quoted or not. @throws HclError of kind `value` */
export function toFlag(value: HclValue): boolean {
  if (value.kind === "boolean") return value.value;
  const word = value.kind === "string" ? value.value : value.kind === "number" ? value.text : "";
  if (TRUE_WORDS.has(word)) return true;
  if (FALSE_WORDS.has(word)) return false;
  throw unfit(value, "must be true or false");
}

/** Exact, or refused. @throws HclError of kind `value` */
export function toInteger(value: HclValue): number {
  const number = value.kind === "number" ? value.value : value.kind === "string" ? decimal(value.value) : NaN;
  if (!Number.isInteger(number)) throw unfit(value, "must be a whole number");
  if (!Number.isSafeInteger(number)) throw unfit(value, "is out of range");
  return number;
}

/** A list of texts. @throws HclError of kind `value` */
export function toTexts(value: HclValue): readonly string[] {
  return toList(value).values.map(toText);
}

/** @throws HclError of kind `value` */
export function toList(value: HclValue): HclList {
  if (value.kind !== "list") throw unfit(value, "must be a list");
  return value;
}

export function unfit(value: HclValue, reason: string): HclError {
  return new HclError("value", value.position, reason);
}

function decimal(text: string): number {
  return /^[+-]?\d+$/.test(text) ? Number(text) : Number.NaN;
}
