// The file that tells a supervisor which process this is. It goes with the process.
import { rmSync, writeFileSync } from "node:fs";

/** @returns what takes it away again. @throws the system's error when it can not be written */
export function writePidFile(path: string | undefined): () => void {
  if (path === undefined) return () => {};
  writeFileSync(path, `${process.pid}\n`, { mode: 0o644 });
  return () => rmSync(path, { force: true });
}
