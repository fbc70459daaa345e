// Parameters to a path's typed fields: values captured from the URL win over parameters of the same name, unknown ones
// are ignored, both with a warning (vault-api.md §2.2, §2.11). Messages name the field, never its value.
import { VaultError } from "#base/vault-error.ts";
import type { Fields } from "#contract/fields/field.ts";
import type { Parameter } from "#contract/request.ts";

export interface ReadFields {
  values: Record<string, unknown>;
  warnings: string[];
}

/** Parameters of every list and of every request's query that no path declares. */
const UNIVERSAL = new Set(["list", "scan", "help", "after", "limit"]);

export interface GivenFields {
  fields: Fields;
  parameters: ReadonlyMap<string, Parameter>;
  captured: ReadonlyMap<string, string>;
  /** Whether names may be written in any case. */
  anyCase?: true | undefined;
}

/** @throws VaultError invalid_request */
export function readFields({ fields, parameters, captured, anyCase }: GivenFields): ReadFields {
  const values: Record<string, unknown> = Object.create(null);
  const unknown: string[] = [];
  const replaced: string[] = [];
  for (const [given, parameter] of parameters) {
    const name = anyCase ? given.toLowerCase() : given;
    if (anyCase && name in values) throw refuse("a parameter stands twice in the request");
    if (captured.has(name)) replaced.push(name);
    else if (Object.hasOwn(fields, name)) values[name] = parse(fields, name, parameter);
    else if (!UNIVERSAL.has(name)) unknown.push(name);
  }
  for (const [name, text] of captured) values[name] = parse(fields, name, text);
  return { values, warnings: warningsOf(unknown.sort(), replaced.sort()) };
}

function parse(fields: Fields, name: string, parameter: Parameter): unknown {
  const field = fields[name];
  const value = field?.parse(parameter);
  if (value !== undefined) return value;
  throw refuse(
    `Field validation failed: error converting input for field "${name}": expected ${field?.expected}`,
  );
}

function refuse(reason: string): VaultError {
  return new VaultError("invalid_request", reason);
}

function warningsOf(unknown: readonly string[], replaced: readonly string[]): string[] {
  const warnings: string[] = [];
  if (unknown.length > 0)
    warnings.push(`Endpoint ignored these unrecognized parameters: [${unknown.join(" ")}]`);
  if (replaced.length > 0) {
    warnings.push(
      `Endpoint replaced the value of these parameters with the values captured from the endpoint's path: [${replaced.join(" ")}]`,
    );
  }
  return warnings;
}
