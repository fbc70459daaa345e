// The X-Vault- headers that change how a request is treated; texts are Vault's (vault-api.md §2.1).
import { parseDurationSeconds } from "#base/duration.ts";
import { VaultError } from "#base/vault-error.ts";
import type { PickedHeaders } from "./picked-headers.ts";

/** Seconds, when the answer is to be wrapped. @throws VaultError invalid_request */
export function wrapTtlOf(header: string): number | undefined {
  if (header === "") return undefined;
  const seconds = parseDurationSeconds(header);
  if (typeof seconds === "number") return seconds > 0 ? seconds : undefined;
  const reason = seconds === "negative" ? "requested wrap ttl cannot be negative" : "expected a duration";
  throw new VaultError("invalid_request", `error parsing X-Vault-Wrap-TTL header: ${reason}`);
}

const BOOLEANS = /^(?:|1|t|T|TRUE|true|True|0|f|F|FALSE|false|False)$/;

/**
 * What is understood and changes nothing here (second factors, overrides of Sentinel policies) must still be well formed.
 * @throws VaultError invalid_request
 */
export function checkUnusedHeaders({ mfa, policyOverride }: PickedHeaders): void {
  if (policyOverride !== undefined && !BOOLEANS.test(policyOverride)) {
    throw new VaultError(
      "invalid_request",
      "failed to parse X-Vault-Policy-Override header: expected a boolean",
    );
  }
  for (const value of mfa) checkSecondFactor(value);
}

/** `method` or `method:credentials`. */
function checkSecondFactor(value: string): void {
  const colon = value.indexOf(":");
  if (colon < 0) return;
  const what = colon === 0 ? "method name or ID" : "method value";
  if (colon > 0 && colon < value.length - 1) return;
  throw new VaultError(
    "invalid_request",
    `failed to parse X-Vault-MFA header: invalid data in header "X-Vault-MFA"; missing ${what}`,
  );
}
