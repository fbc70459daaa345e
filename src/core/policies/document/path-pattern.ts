// The path of a rule: literal text, `+` for one whole segment, `*` as the last character for any remainder
// (vault-api.md §4.1). Nowhere else does either mean anything.

import { splitTemplate, type TemplatePart } from "./path-template.ts";
import { POLICY_LIMITS } from "./policy-limits.ts";

export interface PathPattern {
  /** Without leading slash and without the `*` at the end; cut at its templates. */
  readonly parts: readonly TemplatePart[];
  /** Ends in `*`: matches whatever begins like it. */
  readonly isPrefix: boolean;
  readonly isTemplate: boolean;
}

export type PatternOrFault =
  | { readonly pattern: PathPattern; readonly warning: string | undefined }
  | { readonly fault: string };

/** Reads a path as written in a policy. */
export function parsePathPattern(written: string): PatternOrFault {
  if (written.length > POLICY_LIMITS.maxPathLength) {
    return { fault: `path is longer than ${POLICY_LIMITS.maxPathLength} characters` };
  }
  if (written.includes("+*")) return { fault: "invalid use of wildcards ('+*' is forbidden)" };
  const path = written.startsWith("/") ? written.slice(1) : written;
  const isPrefix = path.endsWith("*");
  const text = isPrefix ? path.slice(0, -1) : path;
  const parts = splitTemplate(text);
  if ("fault" in parts) return { fault: `failed to validate policy templating: ${parts.fault}` };
  const isTemplate = parts.some((part) => typeof part !== "string");
  return { pattern: { parts, isPrefix, isTemplate }, warning: warningOf(text) };
}

/** What is allowed but most likely not what was meant (security.md §5 A4). */
function warningOf(text: string): string | undefined {
  if (text.includes("*"))
    return "'*' is a wildcard only as the last character of a path; it is taken literally here";
  if (text.includes("//") || text.startsWith("/"))
    return "matches nothing: no request's path has an empty segment";
  return undefined;
}
