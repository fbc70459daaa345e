// What the pipeline asks of policies. `core/policies` answers.
import type { Capability, Operation } from "#contract/operation.ts";
import type { Parameter } from "#contract/request.ts";

export interface AclQuestion {
  operation: Operation;
  /** Canonical, mount included, no leading slash; a list's ends in `/`. */
  path: string;
  parameters: ReadonlyMap<string, Parameter>;
  wrapTtlSeconds: number | undefined;
  /** The path also demands `sudo`. */
  needsSudo: boolean;
}

/** The rules of one set of policies, compiled. */
export interface Acl {
  /** Whether the set holds `root`. */
  readonly isRoot: boolean;
  allows(question: AclQuestion): boolean;
  /** In the order of vault-api.md §4.2; `["deny"]` when there is none. */
  capabilities(path: string): Capability[];
  /** Any capability at or below `prefix`: whether a mount may be shown to the caller. */
  mayReachBelow(prefix: string): boolean;
}
