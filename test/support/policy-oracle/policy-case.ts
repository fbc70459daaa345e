// One question to a set of policies, as plain data: drawn, written down as text for the real thing, answered by the
// oracle, shrunk when the two disagree.
import type { Operation } from "#contract/operation.ts";

export type DrawnValue = string | number | boolean | null | DrawnValue[] | { [name: string]: DrawnValue };

export interface DrawnRule {
  path: string;
  capabilities: string[];
  /** The word that stood for capabilities before there were any. */
  legacy?: "read" | "write" | "sudo" | "deny";
  allowed?: Record<string, DrawnValue[]>;
  denied?: Record<string, DrawnValue[]>;
  required?: string[];
  minWrapSeconds?: number;
  maxWrapSeconds?: number;
}

export type DrawnPolicy = DrawnRule[];

export interface DrawnQuestion {
  operation: Operation;
  path: string;
  parameters: Record<string, DrawnValue>;
  wrapSeconds?: number;
  needsSudo: boolean;
}

export interface PolicyCase {
  policies: DrawnPolicy[];
  /** The caller's entity name, for `{{identity.entity.name}}`; absent: there is no entity. */
  entityName?: string;
  question: DrawnQuestion;
}
