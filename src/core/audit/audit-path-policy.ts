// Where audit files may lie that are asked for through the API. Whoever may enable a device chooses a file that the
// server writes to, with text of theirs in it: that has been a way to run code (CVE-2025-6000, CVE-2025-54997). See
// docs/decisions/0010-audit-over-the-api.md.
import { basename, dirname, join, resolve, sep } from "node:path";
import { VaultError } from "#base/vault-error.ts";
import type { AuditFiles } from "./devices/audit-files.ts";

export interface AuditPathPolicy {
  /** @returns the path without symbolic links. @throws VaultError invalid_request that names the broken rule */
  admit(path: string, prefix: string): string;
}

export interface AuditPathRulesOptions {
  /** The server's own: data, configuration, programs, certificates. */
  forbidden: readonly string[];
  /** Where given, audit files lie below one of these. */
  allowed?: readonly string[];
  files: AuditFiles;
}

/** What the operating system reads and runs: a new file is enough there, whatever its permissions. */
const SYSTEM = [
  ...["/bin", "/boot", "/dev", "/etc", "/lib", "/lib32", "/lib64", "/proc", "/sbin", "/sys", "/usr"],
  ...["/run", "/var/run", "/var/spool"],
  ...["/System", "/Library", "/Applications"],
];
const ENTRY_START = '{"time":"';
const HEAD_BYTES = 4096;

export class AuditPathRules implements AuditPathPolicy {
  readonly #options: AuditPathRulesOptions;

  constructor(options: AuditPathRulesOptions) {
    this.#options = options;
  }

  admit(path: string, prefix: string): string {
    const real = resolveAuditPath(path, this.#options.files);
    if (real.split(sep).some((segment) => segment.startsWith("."))) {
      throw refusal("it must not be a hidden file, nor lie in a hidden directory");
    }
    this.#checkPlace(real);
    this.#checkFile(real, prefix);
    return real;
  }

  #checkPlace(real: string): void {
    const { forbidden, allowed } = this.#options;
    if (SYSTEM.some((directory) => this.#isInside(real, directory))) {
      throw refusal("it must not lie in a directory of the operating system");
    }
    if (forbidden.some((directory) => this.#isInside(real, directory))) {
      throw refusal("it must not lie in a directory that the server reads: data, configuration, programs");
    }
    if (allowed && !allowed.some((directory) => this.#isInside(real, directory))) {
      throw refusal("it must lie in one of the directories that the configuration allows for audit files");
    }
  }

  #isInside(real: string, directory: string): boolean {
    const realDirectory = realPath(resolve(directory), this.#options.files);
    return real === realDirectory || real.startsWith(realDirectory + sep);
  }

  /** Only what is empty or already an audit log is appended to. */
  #checkFile(real: string, prefix: string): void {
    const { files } = this.#options;
    const found = files.lstatSync(real, { throwIfNoEntry: false });
    if (!found) return;
    if (found.isSymbolicLink()) throw refusal("it must not be a symbolic link");
    if (!found.isFile()) throw refusal("it must be a regular file");
    if (found.size > 0 && !this.#isAuditLog(real, prefix)) {
      throw refusal("it exists and is not an audit log of this format and prefix");
    }
  }

  #isAuditLog(real: string, prefix: string): boolean {
    const { files } = this.#options;
    const head = Buffer.alloc(HEAD_BYTES);
    const descriptor = files.openSync(real, "r");
    try {
      const length = files.readSync(descriptor, head, 0, head.length, 0);
      return beginsLikeEntries(head.toString("latin1", 0, length), prefix + ENTRY_START);
    } finally {
      files.closeSync(descriptor);
    }
  }
}

/** A first line that a power loss has cut short, or that was blanked, still counts. */
function beginsLikeEntries(head: string, start: string): boolean {
  const [first = ""] = head.trimStart().split("\n", 1);
  return first.startsWith(start) || start.startsWith(first);
}

/** The path with symbolic links of its directories resolved; the file itself is not followed. */
export function resolveAuditPath(path: string, files: AuditFiles): string {
  const absolute = resolve(path);
  return join(realPath(dirname(absolute), files), basename(absolute));
}

/** Like realpath, also of what does not exist yet. */
function realPath(path: string, files: AuditFiles): string {
  try {
    return files.realpathSync.native(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(realPath(parent, files), basename(path));
  }
}

function refusal(rule: string): VaultError {
  return new VaultError("invalid_request", `file_path is refused: ${rule}`);
}
