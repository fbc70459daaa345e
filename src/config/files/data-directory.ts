// The data directory belongs to the server alone: everything in it is encrypted, yet who can write there can replay.
import type { FileAccess } from "./file-access.ts";

export interface DataDirectoryVerdict {
  /** The mode to give it before anything is written; `undefined` to leave it. */
  readonly tightenTo: number | undefined;
  readonly error: string | undefined;
  readonly warning: string | undefined;
}

const OTHERS_READ_OR_WRITE = 0o006;
const OTHERS_WRITE = 0o002;
/** Group's bits, and passing through for others. */
const MORE_THAN_OWNER = 0o071;
const OWNER_ONLY = 0o700;

const FINE: DataDirectoryVerdict = { tightenTo: undefined, error: undefined, warning: undefined };

/** One that does not exist yet is fine: whoever makes it makes it 0700. */
export function judgeDataDirectory(path: string, files: FileAccess): DataDirectoryVerdict {
  const facts = files.facts(path);
  if (facts === undefined) return FINE;
  if (facts.kind !== "directory") return { ...FINE, error: "names something that is no directory" };
  const mode = facts.mode.toString(8).padStart(4, "0");
  if (facts.isOwn) return judgeOwn(facts.mode, mode);
  if ((facts.mode & OTHERS_WRITE) !== 0) {
    return { ...FINE, error: `names a directory that everyone may write to (mode ${mode})` };
  }
  // A volume's root, such as Kubernetes mounts, belongs to root: what is made inside is closed to others.
  if ((facts.mode & (OTHERS_READ_OR_WRITE | MORE_THAN_OWNER)) === 0) return FINE;
  return {
    ...FINE,
    warning: `names a directory of another user that more than its owner may enter (mode ${mode})`,
  };
}

function judgeOwn(bits: number, mode: string): DataDirectoryVerdict {
  if ((bits & OTHERS_READ_OR_WRITE) !== 0) {
    return { ...FINE, error: `names a directory that everyone may read (mode ${mode}); chmod 700 it` };
  }
  if ((bits & MORE_THAN_OWNER) === 0) return FINE;
  const warning = `names a directory that more than its owner may enter (mode ${mode}); it is closed to them`;
  return { ...FINE, tightenTo: OWNER_ONLY, warning };
}
