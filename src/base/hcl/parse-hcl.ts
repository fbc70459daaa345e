// HCL 1 (or JSON) text to a tree with places: the dialect of Vault's configuration and policies. Own code, because
// the parsers at hand speak HCL 2, which refuses quoted keys, or are 1.6 MB of translated Go.
import type { HclObject } from "./ast.ts";
import { Cursor } from "./cursor.ts";
import { HclError } from "./hcl-error.ts";
import { parseHclText } from "./hcl-parser.ts";
import { parseJsonText } from "./json-parser.ts";
import { HCL_LIMITS, HclBudget, type HclLimits } from "./limits.ts";

export interface ParseHclOptions extends Partial<HclLimits> {
  /** Named in every position: a file's name. */
  readonly source?: string;
}

/**
 * An empty text is an empty object. A text whose first character is `{` is JSON. CRLF counts as LF, a byte order
 * mark is passed over.
 * @throws HclError
 */
export function parseHcl(text: string, options: ParseHclOptions = {}): HclObject {
  const limits = { ...HCL_LIMITS, ...options };
  const source = options.source ?? "";
  if (text.length > limits.maxLength) {
    throw new HclError("limit", { source, line: 1, column: 1 }, `longer than ${limits.maxLength} characters`);
  }
  const cursor = new Cursor(withUnixLines(text), source);
  const nul = cursor.text.indexOf("\0");
  if (nul !== -1) throw cursor.error("NUL character", nul);
  const budget = new HclBudget(limits);
  return /^\s*\{/.test(cursor.text) ? parseJsonText(cursor, budget) : parseHclText(cursor, budget);
}

function withUnixLines(text: string): string {
  const marked = text.startsWith("\uFEFF") ? text.slice(1) : text;
  return marked.includes("\r\n") ? marked.replaceAll("\r\n", "\n") : marked;
}
