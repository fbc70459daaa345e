import type { SeededRandom } from "#test/simulated-disk/seeded-random.ts";
import type { Cluster } from "../world/cluster.ts";
import type { Operator } from "./operator.ts";

/** What an action may touch. Draws come from a source of its own: leaving other actions out does not change it. */
export interface ActionContext {
  readonly cluster: Cluster;
  readonly operator: Operator;
  readonly random: SeededRandom;
}

export type Action = (context: ActionContext) => void;

/** Something that is going to be done to the cluster. */
export interface PlannedAction {
  readonly atMs: number;
  readonly name: string;
  readonly seed: number;
}
