// A drawn policy in both spellings.
import type { DrawnPolicy, DrawnRule, DrawnValue } from "./policy-case.ts";

export function asHcl(policy: DrawnPolicy): string {
  return policy.map(ruleAsHcl).join("\n");
}

function ruleAsHcl(rule: DrawnRule): string {
  const lines = [`path ${JSON.stringify(rule.path)} {`];
  if (rule.capabilities.length > 0) lines.push(`  capabilities = ${valueAsHcl(rule.capabilities)}`);
  if (rule.legacy) lines.push(`  policy = "${rule.legacy}"`);
  if (rule.allowed) lines.push(`  allowed_parameters = ${valueAsHcl(rule.allowed)}`);
  if (rule.denied) lines.push(`  denied_parameters ${valueAsHcl(rule.denied)}`);
  if (rule.required) lines.push(`  required_parameters = ${valueAsHcl(rule.required)}`);
  if (rule.minWrapSeconds !== undefined) lines.push(`  min_wrapping_ttl = "${rule.minWrapSeconds}s"`);
  if (rule.maxWrapSeconds !== undefined) lines.push(`  max_wrapping_ttl = ${rule.maxWrapSeconds}`);
  return [...lines, "}"].join("\n");
}

function valueAsHcl(value: DrawnValue): string {
  if (Array.isArray(value)) return `[${value.map(valueAsHcl).join(", ")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const members = Object.entries(value).map(
    ([name, member]) => `${JSON.stringify(name)} = ${valueAsHcl(member)}`,
  );
  return `{\n${members.join("\n")}\n}`;
}

export function asJson(policy: DrawnPolicy): string {
  return JSON.stringify({ path: policy.map((rule) => ({ [rule.path]: ruleAsJson(rule) })) });
}

function ruleAsJson(rule: DrawnRule): object {
  return {
    capabilities: rule.capabilities,
    ...(rule.legacy && { policy: rule.legacy }),
    ...(rule.allowed && { allowed_parameters: rule.allowed }),
    ...(rule.denied && { denied_parameters: [rule.denied] }),
    ...(rule.required && { required_parameters: rule.required }),
    ...(rule.minWrapSeconds !== undefined && { min_wrapping_ttl: rule.minWrapSeconds }),
    ...(rule.maxWrapSeconds !== undefined && { max_wrapping_ttl: `${rule.maxWrapSeconds}` }),
  };
}
