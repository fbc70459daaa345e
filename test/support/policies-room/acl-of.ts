// Policies straight from text to verdicts.
import { utf8 } from "#base/bytes.ts";
import { RawJson } from "#base/json/raw-json.ts";
import type { Operation } from "#contract/operation.ts";
import type { Parameter } from "#contract/request.ts";
import type { Acl } from "#core/acl.ts";
import { parsePolicy } from "#core/policies/document/parse-policy.ts";
import type { TemplateContext } from "#core/policies/document/path-template.ts";
import { compileAcl } from "#core/policies/matching/compile-acl.ts";
import type { CompiledAcl } from "#core/policies/matching/compiled-acl.ts";

/** One caller with these policies. */
export function aclOf(...texts: readonly string[]): CompiledAcl {
  return aclFrom(texts, undefined);
}

export function aclFrom(texts: readonly string[], templates: TemplateContext | undefined): CompiledAcl {
  return compileAcl(
    texts.flatMap((text) => parsePolicy(text).rules),
    templates,
  );
}

/** `{ "a/*": "read list" }` as a policy. */
export function policyText(rules: Readonly<Record<string, string>>): string {
  return Object.entries(rules)
    .map(([path, words]) => {
      const capabilities = words === "" ? [] : words.split(" ");
      return `path ${JSON.stringify(path)} { capabilities = ${JSON.stringify(capabilities)} }`;
    })
    .join("\n");
}

export interface QuestionDetails {
  body?: Readonly<Record<string, unknown>>;
  query?: Readonly<Record<string, string | readonly string[]>>;
  wrapTtlSeconds?: number;
  needsSudo?: boolean;
}

export function may(acl: Acl, operation: Operation, path: string, details: QuestionDetails = {}): boolean {
  const parameters = new Map<string, Parameter>(Object.entries(details.query ?? {}));
  for (const [name, value] of Object.entries(details.body ?? {})) {
    parameters.set(name, new RawJson(utf8(JSON.stringify(value))));
  }
  const { wrapTtlSeconds, needsSudo = false } = details;
  return acl.allows({ operation, path, parameters, wrapTtlSeconds, needsSudo });
}
