import type { EntryKind } from "./entry/audit-entry.ts";

/** What is counted of audit: `vault_audit_log_request`, `…_response`, `…_failure` and the same for each device. */
export interface AuditMeter {
  /** `count` entries were kept by at least one device (or by none) `tookMs` after they were made. */
  entries(kind: EntryKind, count: number, tookMs: number, isKept: boolean): void;
  /** A device took (or did not take) `count` entries at once. @param path with trailing slash */
  device(path: string, count: number, tookMs: number, isKept: boolean): void;
}
