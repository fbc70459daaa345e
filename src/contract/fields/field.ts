// A parameter of a path: how it is read from what came in. Coercion is weak as in Vault (vault-api.md §2.2).
import type { Parameter } from "../request.ts";

export interface Field<T> {
  /** For help and OpenAPI. */
  type: "string" | "integer" | "boolean" | "array" | "object" | "duration" | "any";
  description: string;
  /** What a value must be, in words that complete "expected …". */
  expected: string;
  /** `undefined`: the parameter is not what is expected. Never throws. */
  parse(parameter: Parameter): T | undefined;
  /** Shown as secret in OpenAPI, never put in any message. */
  sensitive?: boolean;
}

export type Fields = Readonly<Record<string, Field<unknown>>>;

/** Values by name; absent parameters are absent. */
export type FieldValues<F extends Fields> = {
  readonly [Name in keyof F]?: F[Name] extends Field<infer T> ? T : never;
};
