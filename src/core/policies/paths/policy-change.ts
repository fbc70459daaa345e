// What a write or a patch makes of a policy: pure, from what is stored and what was sent.
import { VaultError } from "#base/vault-error.ts";
import type { FieldValues } from "#contract/fields/field.ts";
import { boolean, integer, seconds, text } from "#contract/fields/scalars.ts";
import { DEFAULT_POLICY } from "../../policy-names.ts";
import { parsePolicy } from "../document/parse-policy.ts";
import { decodePolicyText } from "../document/policy-text.ts";
import type { PolicyRecord } from "../policy-record.ts";
import { endTime } from "./end-time.ts";

export const policyFields = {
  name: text("The name of the policy."),
  policy: text("The policy: HCL or JSON, or base64 of either."),
  cas: integer("The version that this changes; 0 or -1: there is none yet."),
  cas_required: boolean("Whether later changes must give `cas`."),
  expiration: endTime("When the policy ends."),
  ttl: seconds("How long the policy lasts."),
  allow_wildcards_in_identity_templates: boolean("Accepted as false only."),
  allow_slashes_in_identity_templates: boolean("Accepted as false only."),
};
export type SentPolicy = FieldValues<typeof policyFields>;

export interface PolicyChange {
  record: PolicyRecord;
  warnings: readonly string[];
}

interface ChangeInput {
  name: string;
  /** In force now. */
  stored: PolicyRecord | undefined;
  sent: SentPolicy;
  nowMs: number;
}

/** The policy as sent; nothing of what was stored stays. @throws VaultError invalid_request, too_large */
export function replacePolicy({ name, stored, sent, nowMs }: ChangeInput): PolicyChange {
  const isCasRequired = sent.cas_required ?? false;
  checkVersion(stored, sent.cas, isCasRequired || stored?.casRequired === true);
  return changed({ name, stored, sent, nowMs }, { casRequired: isCasRequired, text: sent.policy ?? "" });
}

/** The stored policy with what was sent put in. @throws VaultError invalid_request, too_large */
export function patchPolicy({ name, stored, sent, nowMs }: ChangeInput): PolicyChange {
  if (!stored) throw new VaultError("invalid_request", "policy not found");
  // The patch applies to what it was read with, so it needs no version.
  checkVersion(stored, sent.cas, false);
  const kept = sent.expiration === undefined && sent.ttl === undefined ? stored.expiresAtMs : undefined;
  return changed(
    { name, stored, sent, nowMs },
    {
      casRequired: sent.cas_required ?? stored.casRequired,
      text: sent.policy ?? stored.text,
      ...(kept !== undefined && { expiresAtMs: kept }),
    },
  );
}

function changed(
  { name, stored, sent, nowMs }: ChangeInput,
  content: Pick<PolicyRecord, "text" | "casRequired" | "expiresAtMs">,
): PolicyChange {
  refuseUnsafeTemplates(sent);
  if (content.text === "")
    throw new VaultError("invalid_request", "'policy' parameter not supplied or empty");
  const text = decodePolicyText(content.text);
  const { warnings } = parsePolicy(text);
  const expiresAtMs = content.expiresAtMs ?? endOf(sent, nowMs);
  if (expiresAtMs !== undefined) refuseEnd(name, expiresAtMs, nowMs);
  const record = {
    name,
    text,
    version: (stored?.version ?? 0) + 1,
    casRequired: content.casRequired,
    modifiedAtMs: nowMs,
    ...(expiresAtMs !== undefined && { expiresAtMs }),
  };
  return { record, warnings };
}

/** @param cas 0 is the version of what is not there, and so is -1 */
function checkVersion(stored: PolicyRecord | undefined, cas: number | undefined, isRequired: boolean): void {
  if (cas === undefined) {
    if (isRequired) throw new VaultError("invalid_request", "check-and-set parameter required for this call");
    return;
  }
  if (cas === -1) {
    if (!stored) return;
    throw new VaultError("invalid_request", "check-and-set parameter set to -1 on existing entry");
  }
  if (cas !== (stored?.version ?? 0)) {
    throw new VaultError("invalid_request", "check-and-set parameter did not match the current version");
  }
}

function refuseUnsafeTemplates(sent: SentPolicy): void {
  for (const key of [
    "allow_wildcards_in_identity_templates",
    "allow_slashes_in_identity_templates",
  ] as const) {
    if (!sent[key]) continue;
    throw new VaultError(
      "invalid_request",
      `${key} cannot be true: a user's own name could then widen a rule`,
    );
  }
}

function endOf(sent: SentPolicy, nowMs: number): number | undefined {
  if (sent.expiration !== undefined && sent.ttl !== undefined) {
    throw new VaultError("invalid_request", "cannot supply both 'expiration' and 'ttl' for policies");
  }
  if (sent.ttl !== undefined) return nowMs + sent.ttl * 1000;
  return sent.expiration === "never" ? undefined : sent.expiration;
}

function refuseEnd(name: string, expiresAtMs: number, nowMs: number): void {
  if (expiresAtMs <= nowMs) {
    throw new VaultError(
      "invalid_request",
      "refusing to update policy as expiration time has already elapsed",
    );
  }
  if (name === DEFAULT_POLICY) throw new VaultError("invalid_request", "the default policy cannot expire");
}
