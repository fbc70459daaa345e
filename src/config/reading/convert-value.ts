// Values that only configurations have, from HCL's: durations, sizes, words of a closed set, lists in either form.
import { describeByteSizeFault, parseByteSize } from "#base/byte-size.ts";
import { describeDurationFault, parseDurationMs } from "#base/duration.ts";
import type { HclValue } from "#base/hcl/ast.ts";
import { toInteger, toText, toTexts, unfit } from "#base/hcl/convert.ts";

export interface Bounds {
  readonly min?: number;
  readonly max?: number;
}

/** @throws HclError of kind `value` */
export function toDurationMs(value: HclValue): number {
  const duration = parseDurationMs(value.kind === "number" ? value.value : toText(value));
  if (typeof duration === "string") throw unfit(value, describeDurationFault(duration));
  return duration;
}

/** @throws HclError of kind `value` */
export function toByteSize(value: HclValue): number {
  const size = parseByteSize(value.kind === "number" ? value.value : toText(value));
  if (typeof size === "string") throw unfit(value, describeByteSizeFault(size));
  return size;
}

/** A list, or its words in one text between commas. @throws HclError of kind `value` */
export function toWords(value: HclValue): readonly string[] {
  const words = value.kind === "list" ? toTexts(value) : toText(value).split(",");
  return words.map((word) => word.trim()).filter((word) => word !== "");
}

/** @throws HclError of kind `value` */
export function toBoundedInteger(value: HclValue, bounds: Bounds): number {
  return withinBounds(value, toInteger(value), bounds);
}

/**
 * @param show how a bound is told
 * @throws HclError of kind `value`
 */
export function withinBounds(
  value: HclValue,
  number: number,
  { min, max }: Bounds,
  show: (bound: number) => string = String,
): number {
  const tooSmall = min !== undefined && number < min;
  const tooLarge = max !== undefined && number > max;
  if (!tooSmall && !tooLarge) return number;
  if (min === undefined) throw unfit(value, `must be at most ${show(max ?? number)}`);
  throw unfit(
    value,
    max === undefined ? `must be at least ${show(min)}` : `must be between ${show(min)} and ${show(max)}`,
  );
}

/** One of `words`, in any case. @throws HclError of kind `value` */
export function toWordOf<Word extends string>(value: HclValue, words: readonly Word[]): Word {
  const text = toText(value).toLowerCase();
  const found = words.find((word) => word === text);
  if (found === undefined) throw unfit(value, `must be ${alternatives(words)}`);
  return found;
}

function alternatives(words: readonly string[]): string {
  const quoted = words.map((word) => JSON.stringify(word));
  const last = quoted.pop() ?? "";
  return quoted.length === 0 ? last : `${quoted.join(", ")} or ${last}`;
}
