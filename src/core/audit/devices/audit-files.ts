import fs from "node:fs";

/** What audit devices ask of a file system; node:fs, or one that fails on purpose. Synchronous: see FileDevice. */
export type AuditFiles = Pick<
  typeof fs,
  | "openSync"
  | "writeSync"
  | "readSync"
  | "closeSync"
  | "fstatSync"
  | "lstatSync"
  | "fchmodSync"
  | "mkdirSync"
  | "realpathSync"
>;

export const NODE_AUDIT_FILES: AuditFiles = fs;
