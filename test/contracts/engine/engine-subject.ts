// What the engine contract is told of an engine.
import type { AnyEngine } from "#contract/engine.ts";
import type { TestCore } from "#test/core-harness/test-core.ts";
import type { TestMount } from "#test/core-harness/test-mount.ts";

export interface EngineSubject {
  /** In the names of the cases. */
  name: string;
  engine: AnyEngine;
  mount: TestMount;
  /** Right values by field, of the path and of the body alike. */
  samples: Readonly<Record<string, unknown>>;
  /** Makes what the samples name. */
  prepare(core: TestCore): Promise<void>;
}

export interface EngineCase {
  name: string;
  check(): Promise<void>;
}
