// The JSON around every answer, key for key (vault-api.md §2.3).
import { quoted } from "#base/json/quoted.ts";
import type { JsonValue } from "#base/json/raw-json.ts";
import { JsonText } from "#base/json/write-json.ts";
import type { Answer, MintedToken } from "#core/core.ts";
import { jsonBody } from "./json-body.ts";

/** Old clients read these routes' data at the top level too; a slash: and those below it. */
const ALSO_AT_TOP = [
  "sys/audit",
  "sys/audit/",
  "sys/audit-hash/",
  "sys/auth",
  "sys/auth/",
  "sys/capabilities",
  "sys/capabilities-accessor",
  "sys/capabilities-self",
  "sys/config/auditing/request-headers",
  "sys/config/auditing/request-headers/",
  "sys/config/cors",
  "sys/ha-status",
  "sys/key-status",
  "sys/mounts",
  "sys/mounts/",
  "sys/policy",
  "sys/policy/",
  "sys/rekey/backup",
  "sys/rekey/recovery-key-backup",
  "sys/remount",
  "sys/rotate",
  "sys/wrapping/wrap",
];

export function isAlsoAtTop(path: string): boolean {
  if (!path.startsWith("sys/")) return false;
  return ALSO_AT_TOP.some((route) => (route.endsWith("/") ? path.startsWith(route) : path === route));
}

export function envelope(answer: Answer, path: string): Uint8Array {
  const { reply, lease, auth, warnings } = answer;
  const data = reply?.data;
  const seconds = lease?.seconds ?? reply?.leaseDurationSeconds ?? 0;
  const text = new JsonText()
    .literal(`{"request_id":"${answer.requestId}","lease_id":${quoted(lease?.id ?? "")},`)
    .literal(`"renewable":${lease?.renewable === true},"lease_duration":${seconds},"data":`)
    .value(data)
    .literal(`,"wrap_info":null,"warnings":`)
    .value(warnings.length === 0 ? null : warnings)
    .literal(',"auth":')
    .value(auth && authOf(auth))
    .literal(`,"mount_type":${quoted(answer.mountType)}`);
  if (data && isAlsoAtTop(path)) text.furtherMembers(data);
  return jsonBody(text.literal("}\n"));
}

function authOf(auth: MintedToken): JsonValue {
  return {
    client_token: auth.clientToken,
    accessor: auth.accessor,
    policies: auth.policies,
    token_policies: auth.tokenPolicies,
    ...(auth.identityPolicies.length > 0 && { identity_policies: auth.identityPolicies }),
    metadata: auth.metadata,
    lease_duration: auth.leaseSeconds,
    renewable: auth.renewable,
    entity_id: auth.entityId,
    token_type: auth.type,
    orphan: auth.orphan,
    mfa_requirement: null,
    num_uses: auth.numUses,
  };
}
