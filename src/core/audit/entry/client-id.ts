import { encodeBase64 } from "#base/bytes.ts";
import { sha256 } from "#crypto/sha256.ts";
import type { TokenEntry } from "../../token-entry.ts";

// Between policies, and between them and the namespace: what Vault hashes for a token that belongs to no entity.
const POLICY_END = "\x7f";
const POLICIES_END = "\x00";

/** Who counts as one client: the entity, or all tokens with the same policies. */
export function clientId(token: TokenEntry): string {
  if (token.entityId !== "") return token.entityId;
  const policies = token.policies.toSorted().join(POLICY_END);
  return encodeBase64(sha256(`${policies}${POLICIES_END}${token.namespace}`));
}
