// What the pipeline tells the audit devices. `core/audit` writes it down.
import type { MaybePromise } from "#base/maybe-promise.ts";
import type { Operation } from "#contract/operation.ts";
import type { Request } from "#contract/request.ts";
import type { Answer } from "./answer.ts";
import type { MountEntry } from "./mount-entry.ts";
import type { TokenEntry } from "./token-entry.ts";

/** What is known of a request when it is written down. */
export interface AuditSubject {
  request: Request;
  /** As decided: a create where the request said update. */
  operation: Operation;
  /** Undefined: no mount holds the path. */
  mount: MountEntry | undefined;
  token: TokenEntry | undefined;
  /** Policies that allowed it, of token and identity. */
  policies: readonly string[];
  remainingUses: number | undefined;
}

export interface AuditOutcome {
  answer?: Answer;
  error?: unknown;
}

export interface AuditLog {
  /** False: no device is enabled, nothing is recorded and nothing waits. */
  readonly isEnabled: boolean;
  /** Resolves when at least one device has the entry. @throws VaultError audit_failed */
  request(subject: AuditSubject, outcome: AuditOutcome): MaybePromise<void>;
  response(subject: AuditSubject, outcome: AuditOutcome): MaybePromise<void>;
}
