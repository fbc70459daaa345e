// Random cases, small enough that rules and paths keep meeting: four letters, short paths, few values.
import type { Operation } from "#contract/operation.ts";
import type { DrawnPolicy, DrawnQuestion, DrawnRule, DrawnValue } from "./policy-case.ts";

/** A whole number from 0, below the limit. */
export type Below = (limit: number) => number;

const SEGMENTS = ["a", "b", "ab", "c", "a+", "+", "*", "x*y"];
const RULE_SEGMENTS = [
  ...SEGMENTS,
  "+",
  "+",
  "a",
  "b",
  "{{identity.entity.name}}",
  "a-{{identity.entity.name}}",
];
const CAPABILITIES = ["read", "list", "update", "delete", "create", "patch", "sudo"];
const OPERATIONS: readonly Operation[] = ["read", "create", "update", "delete", "list", "patch", "help"];
const NAMES = ["p", "q", "P", "*"];
const VALUES: readonly DrawnValue[] = [
  "x",
  "xy",
  "yx",
  "*",
  "",
  1,
  2.5,
  true,
  ["x"],
  ["x", 1],
  { k: "x" },
  { k: [] },
];
const LISTED: readonly DrawnValue[] = [...VALUES, "x*", "*x", "*x*", "**", "y*x"];
const ENTITY_NAMES = ["a", "b", "ab", "", "a/b", "+", "*", "a*", ".."];

/** Rules often share a path, so that merging is looked at too. */
export function drawPolicies(below: Below): DrawnPolicy[] {
  const shared = times(3, () => drawRulePath(below));
  const path = (): string => (below(2) === 0 ? pick(below, shared) : drawRulePath(below));
  return times(1 + below(3), () => times(1 + below(5), () => drawRule(path(), below)));
}

export function drawEntityName(below: Below): string | undefined {
  return below(2) === 0 ? undefined : pick(below, ENTITY_NAMES);
}

function drawRulePath(below: Below): string {
  const segments = times(1 + below(4), () => pick(below, RULE_SEGMENTS)).join("/");
  const lead = below(12) === 0 ? "/" : "";
  const end = pick(below, ["", "", "", "/", "/", "*", "/*", "/*"]);
  return `${lead}${segments}${end}`.replaceAll("+*", "+/*");
}

function drawRule(path: string, below: Below): DrawnRule {
  const rule: DrawnRule = { path, capabilities: drawCapabilities(below) };
  if (below(15) === 0) rule.legacy = pick(below, ["read", "write", "sudo", "deny"] as const);
  if (below(2) === 0) drawConstraints(rule, below);
  return rule;
}

function drawCapabilities(below: Below): string[] {
  if (below(6) === 0) return ["deny"];
  const words = CAPABILITIES.filter(() => below(2) === 0);
  return below(12) === 0 ? [...words, "deny"] : words;
}

function drawConstraints(rule: DrawnRule, below: Below): void {
  if (below(2) === 0) rule.allowed = drawListed(below);
  if (below(3) === 0) rule.denied = drawListed(below);
  if (below(3) === 0) rule.required = times(1 + below(2), () => pick(below, ["p", "q", "P"]));
  if (below(3) === 0) rule.minWrapSeconds = below(4);
  if (below(3) === 0) rule.maxWrapSeconds = (rule.minWrapSeconds ?? 0) + below(3);
}

function drawListed(below: Below): Record<string, DrawnValue[]> {
  const listed: Record<string, DrawnValue[]> = {};
  const names = below(2) === 0 ? ["p", "q"] : below(2) === 0 ? ["P", "*"] : ["q"];
  for (const name of names.slice(0, 1 + below(2))) listed[name] = times(below(3), () => pick(below, LISTED));
  return listed;
}

/** Every other path is one that some rule of `policies` speaks of. */
export function drawQuestion(policies: readonly DrawnPolicy[], below: Below): DrawnQuestion {
  const parameters: Record<string, DrawnValue> = {};
  for (let count = below(3); count > 0; count--)
    parameters[pick(below, NAMES)] = pick(below, [...VALUES, null]);
  const operation = pick(below, OPERATIONS);
  const path = below(2) === 0 ? drawPath(below) : drawPathFor(pick(below, policies.flat()).path, below);
  return {
    operation,
    path: operation === "list" && !path.endsWith("/") ? `${path}/` : path,
    parameters,
    needsSudo: below(6) === 0,
    ...(below(2) === 0 && { wrapSeconds: below(7) }),
  };
}

function drawPathFor(rulePath: string, below: Below): string {
  const filled = rulePath
    .replace(/^\//, "")
    .split("/")
    .map((segment) => (segment === "+" ? pick(below, SEGMENTS) : segment));
  const path = filled.join("/").replaceAll("{{identity.entity.name}}", pick(below, ["a", "b", "ab", "x"]));
  const asked = path.endsWith("*") ? path.slice(0, -1) + pick(below, ["", "a", "/", "b/a", "+"]) : path;
  // No request's path begins with a slash, or is empty.
  return asked.replace(/^\/+/, "") || "a";
}

function drawPath(below: Below): string {
  const path = times(1 + below(4), () => pick(below, SEGMENTS)).join("/");
  return below(4) === 0 ? `${path}/` : path;
}

function times<T>(count: number, draw: () => T): T[] {
  return Array.from({ length: count }, draw);
}

function pick<T>(below: Below, from: readonly T[]): T {
  return from[below(from.length)] as T;
}
