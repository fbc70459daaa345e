import type { Engine } from "#contract/engine.ts";
import type { AnyPath } from "#contract/path.ts";
import type { MountEntry } from "./mount-entry.ts";

/** A mount's path has no more segments than this, `auth` included. */
export const MAX_MOUNT_SEGMENTS = 12;

/** A mount whose engine is open on this thread. */
export interface OpenMount {
  entry: MountEntry;
  /** Where the entry is stored and its version: a write is right only while it holds. */
  stored: { key: string; version: number } | undefined;
  engine: Engine;
  instance: unknown;
}

/** Where a request goes. */
export interface Route {
  mount: OpenMount;
  /** The path below the mount. */
  relative: string;
  /** Undefined: the engine declares no such path. */
  match: { path: AnyPath<unknown>; captured: ReadonlyMap<string, string>; meant?: string } | undefined;
}
