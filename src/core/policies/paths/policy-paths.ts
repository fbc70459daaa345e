import type { AnyPath } from "#contract/path.ts";
import type { TokenLookup } from "../needs.ts";
import type { Policies } from "../policies.ts";
import { aclPolicyPaths } from "./acl-policy-paths.ts";
import { capabilityPaths } from "./capability-paths.ts";
import { resultantAclPath } from "./resultant-acl-path.ts";

/** What the room serves below `sys/`. */
export function policyPaths(policies: Policies, needs: { tokens: TokenLookup }): AnyPath<unknown>[] {
  return [...aclPolicyPaths(policies), ...capabilityPaths(policies, needs.tokens), resultantAclPath()];
}
