// `{{identity.…}}` in a rule's path (vault-api.md §4.3). A value that could widen a rule is no value: it would turn a
// name that a user chose into a wildcard or into another path (CVE-2026-5006).

/** What stands between the braces. */
export type TemplateExpression =
  | { readonly of: "entity"; readonly field: "id" | "name" }
  | { readonly of: "entity"; readonly field: "metadata"; readonly key: string }
  | { readonly of: "alias"; readonly accessor: string; readonly field: "id" | "name" }
  | {
      readonly of: "alias";
      readonly accessor: string;
      readonly field: "metadata" | "custom_metadata";
      readonly key: string;
    }
  | {
      readonly of: "group";
      readonly by: "id" | "name";
      readonly group: string;
      readonly field: "id" | "name";
    }
  | {
      readonly of: "group";
      readonly by: "id" | "name";
      readonly group: string;
      readonly field: "metadata";
      readonly key: string;
    };

/** Who asks, as far as templates may know. */
export interface TemplateContext {
  /** `undefined`: the caller has no such entity, alias, group or metadata. */
  valueOf(expression: TemplateExpression): string | undefined;
}

export type TemplatePart = string | TemplateExpression;

/** Why a path's braces make no sense. */
export interface TemplateFault {
  readonly fault: string;
}

const OPEN = "{{";
const CLOSE = "}}";
// Wildcards, separators and what a request's path can not hold anyway.
const UNSAFE_VALUE = /[*+/\\{}\p{Cc}]/u;

/** Cuts a path at its templates. A path without any is one part. */
export function splitTemplate(path: string): readonly TemplatePart[] | TemplateFault {
  const parts: TemplatePart[] = [];
  let at = 0;
  for (;;) {
    const opening = path.indexOf(OPEN, at);
    const closing = path.indexOf(CLOSE, at);
    if (opening < 0 && closing < 0) break;
    const end = path.indexOf(CLOSE, opening + OPEN.length);
    const isBalanced = opening >= 0 && closing > opening && end >= 0;
    if (!isBalanced || path.slice(opening + OPEN.length, end).includes(OPEN)) {
      return { fault: "unbalanced templating characters" };
    }
    const expression = parseExpression(path.slice(opening + OPEN.length, end).trim());
    if (!expression) return { fault: "unknown template" };
    if (opening > at) parts.push(path.slice(at, opening));
    parts.push(expression);
    at = end + CLOSE.length;
  }
  if (at < path.length || parts.length === 0) parts.push(path.slice(at));
  return parts;
}

function parseExpression(text: string): TemplateExpression | undefined {
  const entity = after(text, "identity.entity.");
  if (entity !== undefined) return entityExpression(entity);
  const byId = after(text, "identity.groups.ids.");
  if (byId !== undefined) return groupExpression("id", byId);
  const byName = after(text, "identity.groups.names.");
  return byName === undefined ? undefined : groupExpression("name", byName);
}

function entityExpression(text: string): TemplateExpression | undefined {
  if (text === "id" || text === "name") return { of: "entity", field: text };
  const key = after(text, "metadata.");
  if (key) return { of: "entity", field: "metadata", key };
  const alias = after(text, "aliases.");
  return alias === undefined ? undefined : aliasExpression(alias);
}

function aliasExpression(text: string): TemplateExpression | undefined {
  const dot = text.indexOf(".");
  if (dot <= 0) return undefined;
  const accessor = text.slice(0, dot);
  const field = text.slice(dot + 1);
  if (field === "id" || field === "name") return { of: "alias", accessor, field };
  const key = after(field, "metadata.");
  if (key) return { of: "alias", accessor, field: "metadata", key };
  const customKey = after(field, "custom_metadata.");
  return customKey ? { of: "alias", accessor, field: "custom_metadata", key: customKey } : undefined;
}

function groupExpression(by: "id" | "name", text: string): TemplateExpression | undefined {
  const asked = by === "id" ? "name" : "id";
  if (text.endsWith(`.${asked}`)) {
    const group = text.slice(0, -asked.length - 1);
    return group === "" ? undefined : { of: "group", by, group, field: asked };
  }
  const at = text.indexOf(".metadata.");
  const key = text.slice(at + ".metadata.".length);
  return at > 0 && key !== ""
    ? { of: "group", by, group: text.slice(0, at), field: "metadata", key }
    : undefined;
}

function after(text: string, lead: string): string | undefined {
  return text.startsWith(lead) ? text.slice(lead.length) : undefined;
}

/** The path for one caller; `undefined` when a value is missing or unsafe. */
export function renderTemplate(
  parts: readonly TemplatePart[],
  context: TemplateContext | undefined,
): string | undefined {
  let path = "";
  for (const part of parts) {
    const text = typeof part === "string" ? part : safeValue(context?.valueOf(part));
    if (text === undefined) return undefined;
    path += text;
  }
  return path;
}

function safeValue(value: string | undefined): string | undefined {
  const isSafe = value !== undefined && value !== "" && value !== "." && value !== "..";
  return isSafe && !UNSAFE_VALUE.test(value) ? value : undefined;
}
