// Two sets of policies that need no rules: the one that holds `root`, and one that could not be read.
import type { Capability } from "#contract/operation.ts";
import type { Acl } from "../../acl.ts";

export const ROOT_ACL: Acl = {
  isRoot: true,
  allows: () => true,
  capabilities: (): Capability[] => ["root"],
  mayReachBelow: () => true,
};

/** Nothing but help: whatever a policy that cannot be read may have denied stays denied. */
export const CLOSED_ACL: Acl = {
  isRoot: false,
  allows: (question) => question.operation === "help",
  capabilities: (): Capability[] => ["deny"],
  mayReachBelow: () => false,
};
