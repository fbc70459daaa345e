// The port to whatever keeps audit entries. test/core/audit/audit-device-contract.ts is what each kind must keep.
import type { MaybePromise } from "#base/maybe-promise.ts";

export interface AuditDevice {
  /**
   * Takes whole lines; all of them, in order and with nothing between them. Opens what is not open yet.
   * @throws (or rejects) when it can not promise that they are all there
   */
  append(lines: Uint8Array): MaybePromise<void>;
  /** Lets go of what it writes to, which may have been moved away; the next lines go to a new one of that name. */
  reopen(): void;
  close(): void;
}
