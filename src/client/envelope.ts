// Vault's answer envelope (vault-api.md §2.3), read defensively: a field of another type is as good as absent.
import { isJsonObject, type Json, type JsonObject, numberOf } from "./json-text.ts";

export interface AuthInfo {
  readonly clientToken: string;
  readonly accessor: string;
  readonly policies: readonly string[] | undefined;
  readonly tokenPolicies: readonly string[] | undefined;
  readonly identityPolicies: readonly string[] | undefined;
  readonly metadata: Readonly<Record<string, string>> | undefined;
  readonly orphan: boolean;
  readonly entityId: string;
  readonly leaseDurationSeconds: number;
  readonly renewable: boolean;
  readonly mfaRequirement: JsonObject | undefined;
}

export interface WrapInfo {
  readonly token: string;
  readonly accessor: string;
  readonly ttlSeconds: number;
  readonly creationTime: string;
  readonly creationPath: string;
  readonly wrappedAccessor: string;
}

export interface Envelope {
  readonly requestId: string;
  readonly leaseId: string;
  readonly leaseDurationSeconds: number;
  readonly renewable: boolean;
  readonly data: JsonObject | undefined;
  readonly warnings: readonly string[] | undefined;
  readonly auth: AuthInfo | undefined;
  readonly wrapInfo: WrapInfo | undefined;
  readonly mountType: string | undefined;
}

export function readEnvelope(body: JsonObject): Envelope {
  return ENVELOPE_MEMBERS.some((name) => Object.hasOwn(body, name))
    ? readMembers(body)
    : { ...readMembers({}), data: body };
}

/** A body with none of them is bare (`sys/health`, say): all of it is the data. */
const ENVELOPE_MEMBERS = [
  "request_id",
  "lease_id",
  "data",
  "auth",
  "wrap_info",
  "warnings",
  "lease_duration",
];

function readMembers(body: JsonObject): Envelope {
  return {
    requestId: text(body.request_id),
    leaseId: text(body.lease_id),
    leaseDurationSeconds: numberOf(body.lease_duration) ?? 0,
    renewable: body.renewable === true,
    data: isJsonObject(body.data) ? body.data : undefined,
    warnings: textList(body.warnings),
    auth: isJsonObject(body.auth) ? readAuth(body.auth) : undefined,
    wrapInfo: isJsonObject(body.wrap_info) ? readWrapInfo(body.wrap_info) : undefined,
    mountType: typeof body.mount_type === "string" ? body.mount_type : undefined,
  };
}

function readAuth(auth: JsonObject): AuthInfo {
  return {
    clientToken: text(auth.client_token),
    accessor: text(auth.accessor),
    policies: textList(auth.policies),
    tokenPolicies: textList(auth.token_policies),
    identityPolicies: textList(auth.identity_policies),
    metadata: isJsonObject(auth.metadata) ? textRecord(auth.metadata) : undefined,
    orphan: auth.orphan === true,
    entityId: text(auth.entity_id),
    leaseDurationSeconds: numberOf(auth.lease_duration) ?? 0,
    renewable: auth.renewable === true,
    mfaRequirement: isJsonObject(auth.mfa_requirement) ? auth.mfa_requirement : undefined,
  };
}

function readWrapInfo(wrap: JsonObject): WrapInfo {
  return {
    token: text(wrap.token),
    accessor: text(wrap.accessor),
    ttlSeconds: numberOf(wrap.ttl) ?? 0,
    creationTime: text(wrap.creation_time),
    creationPath: text(wrap.creation_path),
    wrappedAccessor: text(wrap.wrapped_accessor),
  };
}

function text(value: Json | undefined): string {
  return typeof value === "string" ? value : "";
}

function textList(value: Json | undefined): string[] | undefined {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : undefined;
}

function textRecord(record: JsonObject): Record<string, string> {
  return Object.fromEntries(
    Object.entries(record).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}
