// From the paths of -config to texts: files as they are, directories with their *.hcl and *.json in order.
import { utf8Text } from "#base/bytes.ts";
import type { ProblemList } from "../reading/config-problem.ts";
import type { ConfigSource } from "../server-config.ts";
import { describeReadFault, type FileAccess } from "./file-access.ts";

const MAX_FILE_BYTES = 1024 * 1024;
const MAX_FILES = 256;

export function readConfigSources(
  paths: readonly string[],
  files: FileAccess,
  problems: ProblemList,
): readonly ConfigSource[] {
  const refuse = (name: string, reason: string): undefined => {
    problems.error({ source: name, line: 0, column: 0 }, "", reason);
  };
  const names = paths.flatMap((path) => expand(path, files, refuse));
  if (names.length > MAX_FILES) {
    refuse(paths[0] ?? "", `is one of more than ${MAX_FILES} configuration files`);
    return [];
  }
  const seen = new Set<string>();
  return names.flatMap((name) => {
    const realPath = files.facts(name)?.realPath ?? name;
    if (seen.has(realPath)) refuse(name, "is given twice");
    if (seen.has(realPath)) return [];
    seen.add(realPath);
    const text = readText(name, files, refuse);
    return text === undefined ? [] : [{ name, text }];
  });
}

type Refuse = (name: string, reason: string) => undefined;

function expand(path: string, files: FileAccess, refuse: Refuse): readonly string[] {
  if (files.facts(path)?.kind !== "directory") return [path];
  const names = (files.list(path) ?? [])
    .filter((name) => /\.(?:hcl|json)$/.test(name) && !name.startsWith("."))
    .sort()
    .map((name) => `${path.replace(/\/+$/, "")}/${name}`)
    .filter((name) => files.facts(name)?.kind !== "directory");
  if (names.length === 0) refuse(path, "holds no *.hcl or *.json file");
  return names;
}

function readText(name: string, files: FileAccess, refuse: Refuse): string | undefined {
  const content = files.read(name, MAX_FILE_BYTES);
  if (typeof content === "string") return refuse(name, describeReadFault(content));
  try {
    return utf8Text(content);
  } catch {
    return refuse(name, "is not UTF-8 text");
  }
}
