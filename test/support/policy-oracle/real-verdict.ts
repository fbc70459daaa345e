// The same case put to src/core/policies, by way of text.
import { utf8 } from "#base/bytes.ts";
import { RawJson } from "#base/json/raw-json.ts";
import { parsePolicy } from "#core/policies/document/parse-policy.ts";
import { compileAcl } from "#core/policies/matching/compile-acl.ts";
import type { CompiledAcl } from "#core/policies/matching/compiled-acl.ts";
import type { Verdict } from "./oracle.ts";
import type { DrawnPolicy, DrawnQuestion } from "./policy-case.ts";

export function compileDrawn(
  policies: readonly DrawnPolicy[],
  entityName: string | undefined,
  write: (policy: DrawnPolicy) => string,
): CompiledAcl {
  const rules = policies.flatMap((policy) => parsePolicy(write(policy)).rules);
  return compileAcl(rules, entityName === undefined ? undefined : { valueOf: () => entityName });
}

export function realVerdict(acl: CompiledAcl, question: DrawnQuestion): Verdict {
  const parameters = new Map(
    Object.entries(question.parameters).map(([name, value]) => [
      name,
      new RawJson(utf8(JSON.stringify(value))),
    ]),
  );
  const { operation, path, needsSudo, wrapSeconds } = question;
  return {
    allowed: acl.allows({ operation, path, needsSudo, parameters, wrapTtlSeconds: wrapSeconds }),
    capabilities: acl.capabilities(path),
  };
}
