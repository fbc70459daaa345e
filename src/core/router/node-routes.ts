// The paths that a node answers for itself, sealed or not: they are found without the mount table, which is encrypted.
import type { AnyPath } from "#contract/path.ts";
import { DEFAULT_MOUNT_CONFIG, type MountEntry } from "../mount-entry.ts";
import type { OpenMount, Route } from "../route.ts";
import { PathMatcher } from "./match-path.ts";

const PREFIX = "sys/";

const ENTRY: MountEntry = {
  path: PREFIX,
  kind: "secret",
  type: "system",
  uuid: "",
  accessor: "",
  description: "",
  options: null,
  local: false,
  sealWrap: false,
  externalEntropyAccess: false,
  config: DEFAULT_MOUNT_CONFIG,
};

export class NodeRoutes {
  readonly #matcher: PathMatcher<unknown>;
  readonly #mount: OpenMount;

  constructor(paths: readonly AnyPath<unknown>[]) {
    this.#matcher = new PathMatcher(paths);
    const engine = {
      type: "system",
      kind: "secret" as const,
      isBuiltIn: true as const,
      paths,
      open: () => undefined,
    };
    this.#mount = { entry: ENTRY, stored: undefined, engine, instance: undefined };
  }

  find(path: string): Route | undefined {
    if (!path.startsWith(PREFIX)) return undefined;
    const relative = path.slice(PREFIX.length);
    const match = this.#matcher.match(relative);
    return match && { mount: this.#mount, relative, match };
  }
}
