// Where a static key may lie outside the configuration. Files are read at once and with a limit: a path may name a
// device or a pipe that never ends.
import { closeSync, fstatSync, openSync, readSync } from "node:fs";

/** 32 raw bytes, 64 hexadecimal or 44 base64 characters, and some room for white space. */
export const MAX_KEY_FILE_BYTES = 256;
const OTHERS_MAY_READ = 0o004;

export interface KeyFile {
  /** At most one byte more than MAX_KEY_FILE_BYTES; the caller's to wipe. */
  bytes: Uint8Array;
  readableByOthers: boolean;
}

export interface KeySources {
  environment: Readonly<Record<string, string | undefined>>;
  /** @throws Error with a `code` (ENOENT, EACCES …) */
  readFile(path: string): KeyFile;
}

export function nodeKeySources(environment: KeySources["environment"]): KeySources {
  return { environment, readFile: readKeyFile };
}

function readKeyFile(path: string): KeyFile {
  const file = openSync(path, "r");
  try {
    const buffer = new Uint8Array(MAX_KEY_FILE_BYTES + 1);
    let length = 0;
    while (length < buffer.length) {
      const count = readSync(file, buffer, length, buffer.length - length, null);
      if (count === 0) break;
      length += count;
    }
    return {
      bytes: buffer.subarray(0, length),
      readableByOthers: (fstatSync(file).mode & OTHERS_MAY_READ) !== 0,
    };
  } finally {
    closeSync(file);
  }
}
