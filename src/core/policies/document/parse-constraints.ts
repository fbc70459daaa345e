// The part of a rule that looks at a request's parameters and wrapping TTL (vault-api.md §4.2).
import { describeDurationFault, parseDurationMs } from "#base/duration.ts";
import type { HclItem, HclObject, HclValue } from "#base/hcl/ast.ts";
import { toList, unfit } from "#base/hcl/convert.ts";
import type { HclReader } from "#base/hcl/hcl-reader.ts";
import { quoted, refusePolicy, refusing } from "./refuse-policy.ts";
import type { Constraints, ParameterValue, ParameterValues } from "./rule.ts";

export interface ReadConstraints {
  /** `undefined`: the rule demands nothing. */
  constraints: Constraints | undefined;
  warnings: string[];
}

/** @param subject names the rule in refusals. @throws VaultError invalid_request */
export function parseConstraints(reader: HclReader, subject: string): ReadConstraints {
  const of = (key: string): string => `${subject}: ${key}`;
  const parameters = (key: string): ParameterValues =>
    refusing(of(key), () => readParameters(reader, key, of(key)));
  const required = refusing(of("required_parameters"), () => reader.texts("required_parameters")) ?? [];
  const constraints: Constraints = {
    allowed: parameters("allowed_parameters"),
    denied: parameters("denied_parameters"),
    required: new Set(required.map((name) => name.toLowerCase())),
    minWrappingTtlSeconds: readTtl(reader, "min_wrapping_ttl", of("min_wrapping_ttl")),
    maxWrappingTtlSeconds: readTtl(reader, "max_wrapping_ttl", of("max_wrapping_ttl")),
  };
  refuseCrossedTtls(reader, constraints, subject);
  return {
    constraints: isEmpty(constraints) ? undefined : constraints,
    warnings: warningsOf(constraints, subject),
  };
}

function isEmpty({ allowed, denied, required, ...ttls }: Constraints): boolean {
  return (
    allowed.size + denied.size + required.size + ttls.minWrappingTtlSeconds + ttls.maxWrappingTtlSeconds === 0
  );
}

function readParameters(reader: HclReader, key: string, subject: string): ParameterValues {
  const values = new Map<string, readonly ParameterValue[]>();
  for (const { object } of reader.blocks(key)) {
    for (const item of object.items) {
      const name = item.keys[0].name.toLowerCase();
      const place = item.keys[0].position;
      if (values.has(name))
        throw refusePolicy(`${subject}: parameter ${quoted(name)} is given twice`, place.line);
      values.set(name, readValues(item, `${subject}: parameter ${quoted(name)}`));
    }
  }
  return values;
}

function readValues(item: HclItem, subject: string): ParameterValue[] {
  return refusing(subject, () => {
    if (item.keys.length > 1) throw unfit(item.value, "must be a list");
    return toList(item.value).values.map(plainValue);
  });
}

/** @throws HclError of kind `value` */
function plainValue(value: HclValue): ParameterValue {
  switch (value.kind) {
    case "string":
    case "boolean":
      return value.value;
    case "number":
      // A request's number that a double cannot hold must not look equal to another.
      if (Number.isInteger(value.value) && !Number.isSafeInteger(value.value))
        throw unfit(value, "is out of range");
      return value.value;
    case "list":
      return value.values.map(plainValue);
    case "object":
      return plainObject(value);
    case "null":
      throw unfit(value, "cannot be null");
  }
}

function plainObject(object: HclObject): ParameterValue {
  const members: Record<string, ParameterValue> = Object.create(null);
  for (const item of object.items) {
    const { name } = item.keys[0];
    if (item.keys.length > 1 || name in members)
      throw unfit(item.value, "must be given once, without labels");
    members[name] = plainValue(item.value);
  }
  return members;
}

/** Seconds, with their fraction: rounded, half a second would be no bound. 0: none. */
function readTtl(reader: HclReader, key: string, subject: string): number {
  const value = reader.value(key);
  if (value === undefined) return 0;
  return refusing(subject, () => {
    if (value.kind !== "string" && value.kind !== "number") throw unfit(value, "must be a duration");
    const milliseconds = parseDurationMs(value.value);
    if (typeof milliseconds === "string") throw unfit(value, describeDurationFault(milliseconds));
    return milliseconds / 1000;
  });
}

function refuseCrossedTtls(reader: HclReader, constraints: Constraints, subject: string): void {
  const { minWrappingTtlSeconds: min, maxWrappingTtlSeconds: max } = constraints;
  if (max === 0 || min <= max) return;
  const { line } = reader.positionOf("max_wrapping_ttl");
  throw refusePolicy(`${subject}: max_wrapping_ttl cannot be less than min_wrapping_ttl`, line);
}

function warningsOf({ allowed, denied }: Constraints, subject: string): string[] {
  const hasLoneStar = [...allowed.values(), ...denied.values()].some((values) => values.includes("*"));
  return hasLoneStar ? [`${subject}: the parameter value "*" matches only itself; [] matches any value`] : [];
}
