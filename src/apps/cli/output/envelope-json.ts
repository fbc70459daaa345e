// An answer as -format=json and -format=yaml print it: Vault's names, in Vault's order.
import type { AuthInfo, Envelope, WrapInfo } from "#client/envelope.ts";
import type { JsonObject } from "#client/json-text.ts";
import { sortedMembers } from "./json-output.ts";

export function envelopeJson(envelope: Envelope): JsonObject {
  return {
    request_id: envelope.requestId,
    lease_id: envelope.leaseId,
    lease_duration: envelope.leaseDurationSeconds,
    renewable: envelope.renewable,
    data: sortedMembers(envelope.data ?? null),
    warnings: envelope.warnings ?? null,
    ...(envelope.auth === undefined ? {} : { auth: authJson(envelope.auth) }),
    ...(envelope.wrapInfo === undefined ? {} : { wrap_info: wrapJson(envelope.wrapInfo) }),
    ...(envelope.mountType === undefined ? {} : { mount_type: envelope.mountType }),
  };
}

function authJson(auth: AuthInfo): JsonObject {
  return {
    client_token: auth.clientToken,
    accessor: auth.accessor,
    policies: auth.policies ?? null,
    token_policies: auth.tokenPolicies ?? null,
    identity_policies: auth.identityPolicies ?? null,
    metadata: auth.metadata ?? null,
    orphan: auth.orphan,
    entity_id: auth.entityId,
    lease_duration: auth.leaseDurationSeconds,
    renewable: auth.renewable,
    mfa_requirement: auth.mfaRequirement ?? null,
  };
}

function wrapJson(wrap: WrapInfo): JsonObject {
  return {
    token: wrap.token,
    accessor: wrap.accessor,
    ttl: wrap.ttlSeconds,
    creation_time: wrap.creationTime,
    creation_path: wrap.creationPath,
    wrapped_accessor: wrap.wrappedAccessor,
  };
}
