// A file system in a map, for what depends on modes, owners and links.
import { utf8 } from "#base/bytes.ts";
import type { FileAccess, FileFacts } from "#config/files/file-access.ts";

export interface FakeFile {
  readonly content?: string | Uint8Array;
  readonly mode?: number;
  readonly isOwn?: boolean;
  readonly kind?: FileFacts["kind"];
  readonly realPath?: string;
}

export function fakeFiles(files: Readonly<Record<string, FakeFile>>): FileAccess {
  return {
    facts(path) {
      const file = files[path];
      if (file === undefined) return undefined;
      const { mode = 0o600, isOwn = true, kind = "file", realPath = path } = file;
      return { mode, isOwn, kind, realPath };
    },
    read(path, maxBytes) {
      const file = files[path];
      if (file === undefined) return "missing";
      if (file.content === undefined) return "unreadable";
      const content = typeof file.content === "string" ? utf8(file.content) : file.content;
      return content.length > maxBytes ? "too large" : content;
    },
    list(path) {
      if (files[path]?.kind !== "directory") return undefined;
      const prefix = `${path}/`;
      return Object.keys(files)
        .filter((name) => name.startsWith(prefix))
        .map((name) => name.slice(prefix.length));
    },
  };
}
