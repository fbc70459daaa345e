// The mount `sys/`: no engine of its own, but the paths of the core's rooms behind one prefix.
import type { Engine } from "#contract/engine.ts";
import type { AnyPath } from "#contract/path.ts";

export function systemEngine(paths: readonly AnyPath<unknown>[]): Engine {
  return { type: "system", kind: "secret", isBuiltIn: true, paths, open: () => undefined };
}
