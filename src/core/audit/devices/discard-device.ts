import type { AuditDevice } from "../audit-device.ts";

/** `file_path=discard` or `/dev/null`: says yes to everything. For measuring, and for who wants requests to go on. */
export const DISCARD_DEVICE: AuditDevice = {
  append() {},
  reopen() {},
  close() {},
};
