// What a policy says of one path, read but not yet compared with anything.
import type { CapabilitySet } from "../capability-set.ts";
import type { PathPattern } from "./path-pattern.ts";

/** A value as a policy or a request spells it; JSON's null is none. */
export type ParameterValue =
  | string
  | number
  | boolean
  | readonly ParameterValue[]
  | { readonly [name: string]: ParameterValue };

/** Accepted or refused values by lower-case parameter name; no values: any value. */
export type ParameterValues = ReadonlyMap<string, readonly ParameterValue[]>;

/** What a rule demands of a request beyond a capability (vault-api.md §4.2). */
export interface Constraints {
  /** Empty: the rule says nothing of it. */
  readonly allowed: ParameterValues;
  readonly denied: ParameterValues;
  readonly required: ReadonlySet<string>;
  /** 0: no bound. */
  readonly minWrappingTtlSeconds: number;
  readonly maxWrappingTtlSeconds: number;
}

export interface Rule {
  readonly pattern: PathPattern;
  readonly capabilities: CapabilitySet;
  /** `undefined`: none, and none for a deny. */
  readonly constraints: Constraints | undefined;
}
