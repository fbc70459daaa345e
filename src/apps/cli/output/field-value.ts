// -field: one value of an answer by the name that the table shows.
import type { Envelope } from "#client/envelope.ts";
import type { Json } from "#client/json-text.ts";

/** @returns `undefined` when the answer has no such field */
export function fieldValue(envelope: Envelope, field: string): Json | undefined {
  return envelopeField(envelope, field) ?? envelope.data?.[field] ?? wholeData(envelope, field);
}

function envelopeField({ auth, wrapInfo, ...envelope }: Envelope, field: string): Json | undefined {
  switch (field) {
    case "request_id":
      return envelope.requestId;
    case "lease_id":
      return envelope.leaseId === "" ? undefined : envelope.leaseId;
    case "lease_duration":
    case "refresh_interval":
      return envelope.leaseDurationSeconds > 0 ? envelope.leaseDurationSeconds : undefined;
    case "lease_renewable":
      return envelope.leaseId === "" ? undefined : envelope.renewable;
    default:
      return authField(auth, field) ?? wrapField(wrapInfo, field);
  }
}

function authField(auth: Envelope["auth"], field: string): Json | undefined {
  if (auth === undefined) return undefined;
  const values: Record<string, Json | undefined> = {
    token: auth.clientToken,
    token_accessor: auth.accessor,
    token_duration: auth.leaseDurationSeconds,
    token_renewable: auth.renewable,
    token_policies: auth.tokenPolicies ?? [],
    identity_policies: auth.identityPolicies ?? [],
    policies: auth.policies ?? [],
    entity_id: auth.entityId,
  };
  if (field.startsWith("token_meta_")) return auth.metadata?.[field.slice("token_meta_".length)];
  return Object.hasOwn(values, field) ? values[field] : undefined;
}

function wrapField(wrap: Envelope["wrapInfo"], field: string): Json | undefined {
  if (wrap === undefined) return undefined;
  const values: Record<string, Json> = {
    wrapping_token: wrap.token,
    wrapping_accessor: wrap.accessor,
    wrapping_token_ttl: wrap.ttlSeconds,
    wrapping_token_creation_time: wrap.creationTime,
    wrapping_token_creation_path: wrap.creationPath,
    wrapped_accessor: wrap.wrappedAccessor,
  };
  return Object.hasOwn(values, field) ? values[field] : undefined;
}

function wholeData(envelope: Envelope, field: string): Json | undefined {
  return field === "data" ? envelope.data : undefined;
}
