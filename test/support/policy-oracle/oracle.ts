// The rules of vault-api.md §4.1 and §4.2 once more, slowly, sentence by sentence, over plain data and regular
// expressions. It shares nothing with src/core/policies but the names of operations, and must not begin to.
import type { DrawnPolicy, DrawnRule, DrawnValue, PolicyCase } from "./policy-case.ts";

export interface Verdict {
  allowed: boolean;
  capabilities: string[];
}

/** All rules of all policies that name one and the same path. */
interface Statement {
  path: string;
  rules: DrawnRule[];
}

export function oracleVerdict(given: PolicyCase): Verdict {
  const { policies, entityName, question } = given;
  return {
    allowed: isAllowed(given),
    capabilities: capabilitiesOf(policies, entityName, question.path.replace(/^\/+/, "")),
  };
}

function isAllowed({ policies, entityName, question }: PolicyCase): boolean {
  // §4.1.9
  if (question.operation === "help") return true;
  if (isStoppedByTemplate(policies, entityName, question.path)) return false;
  const statement = decidingStatement(
    statementsOf(policies, entityName),
    question.path,
    question.operation === "list",
  );
  if (statement === undefined) return false;
  const granted = grantedBy(statement);
  if (!granted.has(question.operation)) return false;
  if (question.needsSudo && !granted.has("sudo")) return false;
  return wrappingFits(statement, question.wrapSeconds) && parametersFit(statement, question);
}

function capabilitiesOf(policies: DrawnPolicy[], entityName: string | undefined, path: string): string[] {
  if (isStoppedByTemplate(policies, entityName, path)) return ["deny"];
  const statement = decidingStatement(statementsOf(policies, entityName), path, true);
  const granted = statement === undefined ? new Set<string>() : grantedBy(statement);
  const inOrder = ["sudo", "read", "list", "update", "delete", "create", "patch"].filter((word) =>
    granted.has(word),
  );
  return inOrder.length === 0 ? ["deny"] : inOrder;
}

// ---- templates

const ENTITY_NAME = "{{identity.entity.name}}";

function usableName(entityName: string | undefined): string | undefined {
  if (entityName === undefined || ["", ".", ".."].includes(entityName)) return undefined;
  return /[*+/\\{}]/.test(entityName) ? undefined : entityName;
}

/** A deny that hangs on an unknown name denies whatever any name could make it deny. */
function isStoppedByTemplate(policies: DrawnPolicy[], entityName: string | undefined, path: string): boolean {
  if (usableName(entityName) !== undefined) return false;
  return policies
    .flat()
    .filter((rule) => rule.path.includes(ENTITY_NAME) && wordsIn(rule).has("deny"))
    .map((rule) => expressionFor(unslashed(rule.path)))
    .some((expression) => expression.test(path) || expression.test(path.replace(/\/$/, "")));
}

function statementsOf(policies: DrawnPolicy[], entityName: string | undefined): Statement[] {
  const name = usableName(entityName);
  const statements: Statement[] = [];
  for (const rule of policies.flat()) {
    if (rule.path.includes(ENTITY_NAME) && name === undefined) continue;
    const path = unslashed(rule.path).replaceAll(ENTITY_NAME, name ?? "");
    const same = statements.find((statement) => statement.path === path);
    if (same) same.rules.push(rule);
    else statements.push({ path, rules: [rule] });
  }
  return statements;
}

function unslashed(path: string): string {
  return path.startsWith("/") ? path.substring(1) : path;
}

// ---- §4.1.1 to §4.1.5: which statement decides

function decidingStatement(statements: Statement[], path: string, isList: boolean): Statement | undefined {
  const exact = statements.filter(({ path: own }) => !own.endsWith("*") && plusSegments(own) === 0);
  const wild = statements.filter((statement) => !exact.includes(statement));
  const hasSlash = path.endsWith("/");
  const bare = path.replace(/\/$/, "");
  const exactly = (asked: string): Statement | undefined => exact.find(({ path: own }) => own === asked);
  return (
    exactly(path) ??
    (isList && hasSlash ? exactly(bare) : undefined) ??
    bestWild(wild, path) ??
    (isList && hasSlash ? bestWild(wild, bare) : undefined)
  );
}

function bestWild(wild: Statement[], path: string): Statement | undefined {
  const matching = wild.filter(({ path: own }) => expressionFor(own).test(path));
  const prefixes = matching.filter(({ path: own }) => plusSegments(own) === 0);
  const longestPrefix = prefixes.toSorted((a, b) => b.path.length - a.path.length).slice(0, 1);
  const withPlus = matching.filter(({ path: own }) => plusSegments(own) > 0);
  return [...longestPrefix, ...withPlus].toSorted(preferred)[0];
}

function preferred(a: Statement, b: Statement): number {
  const later = firstWildcard(b.path) - firstWildcard(a.path);
  if (later !== 0) return later;
  if (a.path.endsWith("*") !== b.path.endsWith("*")) return a.path.endsWith("*") ? 1 : -1;
  const fewer = plusSegments(a.path) - plusSegments(b.path);
  if (fewer !== 0) return fewer;
  if (a.path.length !== b.path.length) return b.path.length - a.path.length;
  return a.path > b.path ? -1 : 1;
}

function plusSegments(path: string): number {
  return path.split("/").filter((segment) => segment === "+").length;
}

function firstWildcard(path: string): number {
  let position = 0;
  for (const segment of path.split("/")) {
    if (segment === "+") return position;
    position += segment.length + 1;
  }
  return path.length - 1;
}

function expressionFor(path: string): RegExp {
  const isPrefix = path.endsWith("*");
  const body = (isPrefix ? path.slice(0, -1) : path)
    .split("/")
    .map((segment) =>
      segment === "+" ? "[^/]*" : segment.split(ENTITY_NAME).map(RegExp.escape).join("[^/]+"),
    )
    .join("/");
  return new RegExp(`^${body}${isPrefix ? "" : "$"}`, "su");
}

// ---- §4.1.6: one path in several rules

function wordsIn(rule: DrawnRule): Set<string> {
  const legacy = {
    read: ["read", "list"],
    write: ["create", "read", "update", "delete", "list"],
    sudo: ["create", "read", "update", "delete", "list", "sudo"],
    deny: ["deny"],
    none: [],
  }[rule.legacy ?? "none"];
  return new Set([...legacy, ...rule.capabilities]);
}

function grantedBy(statement: Statement): Set<string> {
  const words = statement.rules.map(wordsIn).reduce((all, some) => all.union(some), new Set());
  return words.has("deny") ? new Set() : words;
}

function mergedValues(lists: (Record<string, DrawnValue[]> | undefined)[]): Record<string, DrawnValue[]> {
  const merged: Record<string, DrawnValue[]> = {};
  const entries = lists.flatMap((list) => Object.entries(list ?? {}));
  for (const name of new Set(entries.map(([key]) => key.toLowerCase()))) {
    const own = entries.filter(([key]) => key.toLowerCase() === name).map(([, values]) => values);
    merged[name] = own.some((values) => values.length === 0) ? [] : own.flat();
  }
  return merged;
}

function smallest(bounds: (number | undefined)[]): number | undefined {
  const given = bounds.filter((bound) => bound !== undefined && bound > 0) as number[];
  return given.length === 0 ? undefined : Math.min(...given);
}

// ---- §4.2: constraints

function wrappingFits({ rules }: Statement, seconds: number | undefined): boolean {
  const min = smallest(rules.map((rule) => rule.minWrapSeconds));
  const max = smallest(rules.map((rule) => rule.maxWrapSeconds));
  if (min === undefined && max === undefined) return true;
  if (min !== undefined && max !== undefined && min > max) return false;
  if (seconds === undefined) return false;
  return seconds >= (min ?? 0) && seconds <= (max ?? Number.POSITIVE_INFINITY);
}

function parametersFit({ rules }: Statement, { operation, parameters }: PolicyCase["question"]): boolean {
  if (!["read", "create", "update", "patch"].includes(operation)) return true;
  const required = rules.flatMap((rule) => rule.required ?? []).map((name) => name.toLowerCase());
  if (required.some((name) => !Object.keys(parameters).includes(name))) return false;
  const sent = Object.entries(parameters);
  if (sent.length === 0) return true;
  const denied = mergedValues(rules.map((rule) => rule.denied));
  if ("*" in denied) return false;
  const isDenied = ([name, value]: [string, DrawnValue]): boolean => {
    const values = denied[name.toLowerCase()];
    return values !== undefined && (values.length === 0 || values.some((entry) => equals(entry, value)));
  };
  if (sent.some(isDenied)) return false;
  const allowed = mergedValues(rules.map((rule) => rule.allowed));
  const names = Object.keys(allowed);
  if (names.length === 0 || (names.length === 1 && names[0] === "*")) return true;
  return sent.every(([name, value]) => {
    const values = allowed[name.toLowerCase()];
    if (values === undefined) return "*" in allowed;
    return values.length === 0 || values.some((entry) => equals(entry, value));
  });
}

function equals(entry: DrawnValue, value: DrawnValue): boolean {
  if (entry === null || value === null) return false;
  if (typeof entry === "string" && typeof value === "string") return globFits(entry, value);
  return typeof entry === typeof value && canonical(entry) === canonical(value);
}

function globFits(glob: string, text: string): boolean {
  if (glob.length < 2) return glob === text;
  const [, open, body, close] = /^(\*?)(.*?)(\*?)$/s.exec(glob) as unknown as [
    string,
    string,
    string,
    string,
  ];
  return new RegExp(`^${open && ".*"}${RegExp.escape(body)}${close && ".*"}$`, "s").test(text);
}

/** JSON with the members of objects in order: equal texts, equal values. */
function canonical(value: DrawnValue): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join()}}`;
}
