// The error of an entry is one of a few fixed phrases, Vault's where it has one. The message itself may repeat what a
// client sent, whatever the rules say (the class CVE-2025-4166): it goes only into the hashed `response.data.error`.
import { type ErrorCode, VaultError } from "#base/vault-error.ts";

const joined = (phrase: string): string => `1 error occurred:\n\t* ${phrase}\n\n`;

const PHRASES: Partial<Record<ErrorCode, string>> = {
  permission_denied: joined("permission denied"),
  unsupported_path: joined("unsupported path"),
  unsupported_operation: joined("unsupported operation"),
  invalid_request: joined("invalid request"),
  sealed: "Vault is sealed",
};

export function errorCode(error: unknown): ErrorCode {
  return error instanceof VaultError ? error.code : "internal";
}

/** Members that say what failed: `"error":…,"error_code":…`, and why, for a refusal. */
export function errorMembers(error: unknown): string {
  const code = errorCode(error);
  const phrase = PHRASES[code] ?? joined(code.replaceAll("_", " "));
  const members = `"error":${JSON.stringify(phrase)},"error_code":"${code}"`;
  const reason = error instanceof VaultError && code === "permission_denied" ? error.cause : undefined;
  return typeof reason === "string" ? `${members},"error_reason":${JSON.stringify(reason)}` : members;
}

/** The message as the client gets it. */
export function errorMessage(error: unknown): string {
  return error instanceof VaultError ? error.message : "internal error";
}
