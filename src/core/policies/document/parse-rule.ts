// One `path "…" { … }` block of a policy.
import type { HclBlock } from "#base/hcl/hcl-block.ts";
import { HclReader } from "#base/hcl/hcl-reader.ts";
import { bitOfWord, bitsOfLegacyWord, type CapabilitySet, DENY, NOTHING, unite } from "../capability-set.ts";
import { parseConstraints } from "./parse-constraints.ts";
import { parsePathPattern } from "./path-pattern.ts";
import { quoted, refusePolicy, refusing } from "./refuse-policy.ts";
import type { Rule } from "./rule.ts";

export interface ReadRule {
  rule: Rule;
  warnings: string[];
}

/** @throws VaultError invalid_request */
export function parseRule(block: HclBlock): ReadRule {
  const path = block.labels[0] ?? "";
  const subject = `path ${quoted(path)}`;
  const read = parsePathPattern(path);
  if ("fault" in read) throw refusePolicy(`${subject}: ${read.fault}`, block.position.line);
  const reader = new HclReader(block.object);
  const capabilities = readCapabilities(reader, subject);
  const { constraints, warnings } = parseConstraints(reader, subject);
  refusing(`${subject}: comment`, () => reader.text("comment"));
  refuseUnknownKeys(reader, subject);
  const rule = {
    pattern: read.pattern,
    capabilities,
    constraints: capabilities === DENY ? undefined : constraints,
  };
  return { rule, warnings: read.warning ? [`${subject}: ${read.warning}`, ...warnings] : warnings };
}

function readCapabilities(reader: HclReader, subject: string): CapabilitySet {
  const { line } = reader.positionOf("capabilities");
  let bits = readLegacyWord(reader, subject);
  const words = refusing(`${subject}: capabilities`, () => reader.texts("capabilities")) ?? [];
  for (const word of words) {
    const bit = bitOfWord(word);
    if (bit === undefined) throw refusePolicy(`${subject}: invalid capability ${quoted(word)}`, line);
    bits = unite(bits, bit);
  }
  return bits;
}

function readLegacyWord(reader: HclReader, subject: string): CapabilitySet {
  const word = refusing(`${subject}: policy`, () => reader.text("policy"));
  if (word === undefined || word === "") return NOTHING;
  const bits = bitsOfLegacyWord(word);
  if (bits !== undefined) return bits;
  throw refusePolicy(`${subject}: invalid policy ${quoted(word)}`, reader.positionOf("policy").line);
}

/** A rule that asks for what does not exist here (MFA, control groups) must not pass for one that asks nothing. */
function refuseUnknownKeys(reader: HclReader, subject: string): void {
  const [unknown] = reader.unread();
  if (!unknown) return;
  const { name, position } = unknown.keys[0];
  throw refusePolicy(`${subject}: invalid key ${quoted(name)}`, position.line);
}
