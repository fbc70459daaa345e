// Files with keys and other secrets: nobody else on the machine may read them.
import { describeReadFault, type FileAccess } from "./file-access.ts";

const MAX_BYTES = 1024 * 1024;
const OTHERS = 0o007;

export interface PrivateFile {
  readonly content: Uint8Array;
  /** Something to tell although the file is taken. */
  readonly warning: string | undefined;
}

/** @returns why the file is refused, as a text, instead of throwing */
export function readPrivateFile(path: string, files: FileAccess): PrivateFile | string {
  const content = files.read(path, MAX_BYTES);
  if (typeof content === "string") return `names a file that ${describeReadFault(content)}`;
  const facts = files.facts(path);
  if (facts === undefined || (facts.mode & OTHERS) === 0) return { content, warning: undefined };
  const mode = facts.mode.toString(8).padStart(4, "0");
  if (isKubeletVolume(facts.realPath)) {
    return {
      content,
      warning: `names a file that other users of this pod may read (mode ${mode}); set defaultMode: 0400`,
    };
  }
  return `names a file that everyone may read or change (mode ${mode}); chmod 600 it`;
}

/**
 * Kubernetes mounts Secrets world-readable unless told otherwise, but into one pod's file system only. Its volumes
 * are told by the dated directory that every key is a link into.
 */
function isKubeletVolume(realPath: string): boolean {
  return /\/\.\.\d{4}_\d\d_\d\d_\d\d_\d\d_\d\d\.\d+\//.test(realPath);
}
