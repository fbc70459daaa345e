import type { HclString } from "#base/hcl/ast.ts";
import type { NetworkAddress } from "../address/network-address.ts";
import type { ProblemList } from "./config-problem.ts";
import type { Environment } from "./environment.ts";
import type { StanzaShape } from "./key-table.ts";
import type { Setting } from "./settings.ts";

/** What all stanzas of one reading share. */
export interface ReadContext {
  readonly problems: ProblemList;
  readonly settings: Map<string, Setting>;
  readonly environment: Environment;
  /** Values of the command line, by flag. */
  readonly flags: ReadonlyMap<string, HclString>;
  /** Whether a running server reads its files again (SIGHUP). */
  readonly reloading: boolean;
  readonly networkAddresses: readonly NetworkAddress[];
  /** What to say about a key that a stanza does not know. */
  readonly adviseOnUnknown: (key: string, shape: StanzaShape) => string;
}
