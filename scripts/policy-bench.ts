// How long the matcher takes for one question: `scripts/node scripts/policy-bench.ts`. Paths come fresh out of a larger
// text, as they do from a request.
import type { AclQuestion } from "#core/acl.ts";
import { parsePolicy } from "#core/policies/document/parse-policy.ts";
import { compileAcl } from "#core/policies/matching/compile-acl.ts";

const RULES = 1000;
const ROUNDS = 2_000_000;
const NO_PARAMETERS = new Map<string, string>();

function texts(write: (at: number) => string): string {
  return Array.from(
    { length: RULES },
    (_, at) => `path "${write(at)}" { capabilities = ["read", "list"] }`,
  ).join("\n");
}

const sets: Record<string, { policy: string; path: (at: number) => string }> = {
  "exact rule": {
    policy: texts((at) => `secret/data/team-${at}/app`),
    path: (at) => `secret/data/team-${at}/app`,
  },
  "prefix rule": {
    policy: texts((at) => `secret/data/team-${at}/*`),
    path: (at) => `secret/data/team-${at}/app/x`,
  },
  "no rule": {
    policy: texts((at) => `secret/data/team-${at}/*`),
    path: (at) => `other/data/team-${at}/app/x`,
  },
  "+ rules of many stems": {
    policy: texts((at) => `secret/data/team-${at}/+/x`),
    path: (at) => `secret/data/team-${at}/app/x`,
  },
  "+ rules of one stem": {
    policy: texts((at) => `secret/+/team-${at}/x`),
    path: (at) => `secret/data/team-${at}/x`,
  },
};

for (const [name, { policy, path }] of Object.entries(sets)) {
  const compileStart = performance.now();
  const acl = compileAcl(parsePolicy(policy).rules, undefined);
  const compileMs = performance.now() - compileStart;
  const questions = Array.from({ length: RULES }, (_, at): AclQuestion => {
    const line = `GET /v1/${path(at)} HTTP/1.1`;
    const asked = line.slice(8, line.length - 9);
    return {
      operation: "read",
      path: asked,
      parameters: NO_PARAMETERS,
      wrapTtlSeconds: undefined,
      needsSudo: false,
    };
  });
  const rounds = name.endsWith("one stem") ? ROUNDS / 100 : ROUNDS;
  let allowed = 0;
  const run = (count: number): void => {
    for (let at = 0; at < count; at++) if (acl.allows(questions[at % RULES] as AclQuestion)) allowed++;
  };
  run(rounds / 10);
  const heapBefore = process.memoryUsage().heapUsed;
  const start = performance.now();
  run(rounds);
  const ns = ((performance.now() - start) * 1e6) / rounds;
  const bytes = Math.max(0, process.memoryUsage().heapUsed - heapBefore) / rounds;
  console.log(
    `${name.padEnd(24)} ${ns.toFixed(0).padStart(6)} ns, ${bytes.toFixed(1)} bytes a question; ${RULES} rules parsed and compiled in ${compileMs.toFixed(0)} ms (${allowed} allowed)`,
  );
}
