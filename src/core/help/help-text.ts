// Help for people, in the sections that Vault's has: what was asked for, its parameters, what it is.
import type { Engine } from "#contract/engine.ts";
import type { Field, Fields } from "#contract/fields/field.ts";
import type { AnyPath } from "#contract/path.ts";

export function pathText(path: AnyPath<unknown>, relative: string): string {
  const fields = Object.entries(path.fields as Fields);
  const parameters = fields.sort(byName).map(parameterText);
  return [
    `Request:        ${relative}\nMatching Route: ${path.pattern}\n\n${path.summary}`,
    ...(parameters.length > 0 ? [`## PARAMETERS\n\n${parameters.join("\n\n")}`] : []),
    `## DESCRIPTION\n\n${path.description ?? path.summary}\n\n${operationsText(path)}`,
  ].join("\n\n");
}

/** Every path of a mount. */
export function mountText({ type, kind, paths }: Pick<Engine, "type" | "kind" | "paths">): string {
  const what = kind === "auth" ? "auth method" : "secrets engine";
  const lines = [...paths]
    .sort((a, b) => (a.pattern < b.pattern ? -1 : 1))
    .map(({ pattern, summary }) => `    ${pattern === "" ? "/" : pattern}\n        ${summary}`);
  return [
    `## DESCRIPTION\n\nThe ${type} ${what}.`,
    `## PATHS\n\nAsk for help on any path that matches one of these. What a token may do there is up to its policies.\n\n${lines.join("\n\n")}`,
  ].join("\n\n");
}

function byName([a]: [string, unknown], [b]: [string, unknown]): number {
  return a < b ? -1 : 1;
}

function parameterText([name, field]: [string, Field<unknown>]): string {
  return `    ${name} (${field.type})\n\n        ${field.description}`;
}

function operationsText({ operations, summary }: AnyPath<unknown>): string {
  const lines = Object.entries(operations).map(
    ([name, operation]) => `    ${name}\n        ${operation?.summary ?? summary}`,
  );
  return `It answers these operations.\n\n${lines.join("\n\n")}`;
}
