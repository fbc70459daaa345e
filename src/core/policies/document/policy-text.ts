// A policy arrives as HCL, as JSON, or as base64 of either (vault-api.md §4.1.10).
import { decodeBase64, utf8Text } from "#base/bytes.ts";
import { VaultError } from "#base/vault-error.ts";
import { POLICY_LIMITS } from "./policy-limits.ts";

/** The text itself, and that is what gets stored. @throws VaultError too_large, invalid_request */
export function decodePolicyText(sent: string): string {
  // Base64 is a third longer than what it stands for.
  if (sent.length > POLICY_LIMITS.maxTextLength * 2) throw tooLong();
  const text = fromBase64(sent);
  if (text.length > POLICY_LIMITS.maxTextLength) throw tooLong();
  return text;
}

function fromBase64(sent: string): string {
  const bytes = decodeBase64(sent.replaceAll("\n", "").replaceAll("\r", ""));
  if (bytes === undefined || bytes.length === 0) return sent;
  try {
    return utf8Text(bytes);
  } catch {
    throw new VaultError("invalid_request", "failed to parse policy: base64 of something that is not UTF-8");
  }
}

function tooLong(): VaultError {
  const limit = POLICY_LIMITS.maxTextLength;
  return new VaultError("too_large", `failed to parse policy: longer than ${limit} characters`);
}
