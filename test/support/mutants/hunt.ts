// Whether the simulator finds a planted bug, how soon, and by which invariant.
import type { PlantedBug } from "./planted-bug.ts";
import { runProgram } from "./run-program.ts";
import type { SourceCopy } from "./source-copy.ts";

export interface Hunt {
  readonly bug: PlantedBug;
  /** `undefined`: not found. */
  readonly found: { readonly seeds: number; readonly invariant: string } | undefined;
  readonly seconds: number;
  /** What it printed, when it was not found. */
  readonly output: string;
}

/** Of processor time: a thousand seeds take less than ten minutes. */
const MOST_SECONDS = 3600;

export async function hunt(copy: SourceCopy, bug: PlantedBug, seeds: number): Promise<Hunt> {
  const startedAt = performance.now();
  const undo = copy.apply(bug.patches);
  try {
    const args = ["scripts/sim.ts", "--seeds", String(seeds), "--until-violation", "--workers", "1"];
    const { output } = await runProgram(copy.root, args, MOST_SECONDS);
    const match = /^✗ seed (\d+): (.*)$/m.exec(output);
    const invariant = match?.[2] ?? "";
    // A mutant that cannot even run was not found by any invariant.
    const isFound = match !== null && invariant !== "the simulation itself";
    return {
      bug,
      found: isFound ? { seeds: Number(match[1]), invariant } : undefined,
      seconds: (performance.now() - startedAt) / 1000,
      output: isFound ? "" : output.slice(-3000),
    };
  } finally {
    undo();
  }
}
