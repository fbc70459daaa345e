// The rooms' way to contract/policy-names.ts, which auth methods share.
export {
  DEFAULT_POLICY,
  type GrantablePolicyNames,
  holdsRoot,
  INTERNAL_POLICIES,
  normalizePolicyName,
  normalizePolicyNames,
  type PolicyNames,
  ROOT_POLICY,
  refuseRoot,
} from "#contract/policy-names.ts";
