// A policy's text to its rules. Whatever is not understood is refused: a rule that was misread may grant what it
// meant to deny.
import { HclError } from "#base/hcl/hcl-error.ts";
import { HclReader } from "#base/hcl/hcl-reader.ts";
import { parseHcl } from "#base/hcl/parse-hcl.ts";
import { VaultError } from "#base/vault-error.ts";
import { parseRule } from "./parse-rule.ts";
import { POLICY_LIMITS } from "./policy-limits.ts";
import { quoted, refusePolicy, refusing } from "./refuse-policy.ts";
import type { Rule } from "./rule.ts";

export interface ParsedPolicy {
  readonly rules: readonly Rule[];
  /** Some rule's path depends on who asks. */
  readonly isTemplated: boolean;
  /** What the author should look at again. */
  readonly warnings: readonly string[];
}

const MAX_WARNINGS = 20;

/** @param text HCL or JSON; not base64. @throws VaultError invalid_request, too_large */
export function parsePolicy(text: string): ParsedPolicy {
  const reader = new HclReader(parseDocument(text));
  refusing("name", () => reader.text("name"));
  const blocks = refusing("path", () => reader.blocks("path", 1));
  const [unknown] = reader.unread();
  if (unknown) {
    const { name, position } = unknown.keys[0];
    throw refusePolicy(`invalid key ${quoted(name)}`, position.line);
  }
  if (blocks.length > POLICY_LIMITS.maxRules) {
    throw new VaultError("too_large", `failed to parse policy: more than ${POLICY_LIMITS.maxRules} paths`);
  }
  const read = blocks.map(parseRule);
  const rules = read.map(({ rule }) => rule);
  return {
    rules,
    isTemplated: rules.some((rule) => rule.pattern.isTemplate),
    warnings: shortened(read.flatMap(({ warnings }) => warnings)),
  };
}

function parseDocument(text: string): ReturnType<typeof parseHcl> {
  const { maxDepth, maxTextLength: maxLength } = POLICY_LIMITS;
  try {
    return parseHcl(text, { maxDepth, maxLength });
  } catch (error) {
    if (!(error instanceof HclError)) throw error;
    throw new VaultError("invalid_request", `failed to parse policy: ${error.message}`);
  }
}

function shortened(warnings: readonly string[]): readonly string[] {
  if (warnings.length <= MAX_WARNINGS) return warnings;
  return [...warnings.slice(0, MAX_WARNINGS), `and ${warnings.length - MAX_WARNINGS} more warnings`];
}
