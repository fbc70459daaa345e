// sys/policies/acl and the older sys/policy (vault-api.md §1.5).
import { text } from "#contract/fields/scalars.ts";
import type { AnyPath } from "#contract/path.ts";
import { type SystemWriteCall, systemPath, systemReads, systemWrites } from "../../system-path.ts";
import type { Policies } from "../policies.ts";
import { patchPolicy, policyFields, replacePolicy } from "./policy-change.ts";
import { PolicyHandlers, type PolicyRoute } from "./policy-handlers.ts";

const ROUTE: PolicyRoute = { stem: "sys/policies/acl/", textKey: "policy" };
const DETAILED_STEM = "sys/policies/detailed/acl/";
const OLD_ROUTE: PolicyRoute = { stem: "sys/policy/", textKey: "rules" };

const folderFields = { name: text("Names below this one only.") };
const summary = "ACL policies.";

export function aclPolicyPaths(policies: Policies): AnyPath<unknown>[] {
  const handlers = new PolicyHandlers(policies);
  return [...newPaths(handlers), ...detailedPaths(handlers), ...oldPaths(handlers)];
}

function newPaths(handlers: PolicyHandlers): AnyPath<unknown>[] {
  const list = systemReads(async (call) => withKeys(await handlers.names(call, ROUTE.stem)));
  return [
    systemPath({ pattern: "policies/acl", fields: {}, summary, operations: { list } }),
    systemPath({
      pattern: "policies/acl/:name*",
      fields: policyFields,
      summary,
      operations: {
        read: systemReads((call) => handlers.read(call, ROUTE)),
        update: systemWrites((call) => handlers.write(call, ROUTE, replacePolicy)),
        // A merge patch is always answered with a body (OpenBao).
        patch: systemWrites((call) => handlers.write(call, ROUTE, patchPolicy) ?? {}),
        delete: systemWrites((call) => handlers.remove(call, ROUTE)),
        list,
      },
    }),
  ];
}

function detailedPaths(handlers: PolicyHandlers): AnyPath<unknown>[] {
  const operations = { list: systemReads((call) => handlers.describeAll(call, DETAILED_STEM)) };
  return [
    systemPath({ pattern: "policies/detailed/acl", fields: {}, summary, operations }),
    systemPath({ pattern: "policies/detailed/acl/:name*", fields: folderFields, summary, operations }),
  ];
}

function oldPaths(handlers: PolicyHandlers): AnyPath<unknown>[] {
  const list = systemReads(async (call) => {
    const reply = withKeys(await handlers.names(call, OLD_ROUTE.stem));
    return reply && { data: { ...reply.data, policies: reply.data.keys } };
  });
  return [
    systemPath({ pattern: "policy", fields: {}, summary, operations: { read: list, list } }),
    systemPath({
      pattern: "policy/:name*",
      fields: { ...policyFields, rules: text("Deprecated: use `policy`.") },
      summary,
      operations: {
        read: systemReads((call) => handlers.read(call, OLD_ROUTE)),
        update: systemWrites((call) => writeOld(handlers, call)),
        delete: systemWrites((call) => handlers.remove(call, OLD_ROUTE)),
        list,
      },
    }),
  ];
}

/** `rules` counts where there is no `policy`. */
function writeOld(handlers: PolicyHandlers, call: SystemWriteCall): ReturnType<PolicyHandlers["write"]> {
  const { policy, rules } = call.fields;
  if (policy || typeof rules !== "string" || rules === "")
    return handlers.write(call, OLD_ROUTE, replacePolicy);
  const reply = handlers.write(call, OLD_ROUTE, (input) =>
    replacePolicy({ ...input, sent: { ...input.sent, policy: rules } }),
  );
  return { warnings: ["'rules' is deprecated, please use 'policy' instead", ...(reply?.warnings ?? [])] };
}

/** Nothing (404) where there are none. */
function withKeys(keys: readonly string[]): { data: { keys: readonly string[] } } | undefined {
  return keys.length > 0 ? { data: { keys } } : undefined;
}
