// A stored policy as the API shows it.
import type { JsonObject } from "#base/json/raw-json.ts";
import type { PolicyRecord } from "../policy-record.ts";

/** @param textKey `policy`, or `rules` under the old path */
export function policyAnswer(record: PolicyRecord, textKey: "policy" | "rules"): JsonObject {
  return {
    name: record.name,
    [textKey]: record.text,
    version: record.version,
    cas_required: record.casRequired,
    // A value from an identity never brings a wildcard or a slash into a rule.
    allow_wildcards_in_identity_templates: false,
    allow_slashes_in_identity_templates: false,
    ...(record.modifiedAtMs > 0 && { modified: new Date(record.modifiedAtMs).toISOString() }),
    ...(record.expiresAtMs !== undefined && { expiration: new Date(record.expiresAtMs).toISOString() }),
  };
}
