// Refusals of a policy's text, in Vault's words and with the line (security.md §5 A1–A3).
import { HclError } from "#base/hcl/hcl-error.ts";
import { VaultError } from "#base/vault-error.ts";

/** A refusal of what stands at `line`. */
export function refusePolicy(reason: string, line: number): VaultError {
  return new VaultError("invalid_request", `failed to parse policy: ${reason} on line ${line}`);
}

/** Runs `read`; what the reader of HCL refuses is said to be wrong with `subject`. @throws VaultError */
export function refusing<T>(subject: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof HclError ? refusePolicy(`${subject} ${error.reason}`, error.line) : error;
  }
}

/** A name or path of the text, for a message: as JSON spells it, cut to a readable length. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > 200 ? `${text.slice(0, 200)}…` : text);
}
