// Who notices a mutant: the recorded traces, the unit tests or the simulator, cheapest first.
import { globSync } from "node:fs";
import { tracesFolder } from "../raft-traces/traces-folder.ts";
import type { OperatorMutant } from "./operator-mutants.ts";
import { runProgram } from "./run-program.ts";
import type { SourceCopy } from "./source-copy.ts";

export type Killer = "traces" | "units" | "simulation" | "crash matrix";

export interface Kill {
  readonly mutant: OperatorMutant;
  /** `undefined`: it survived. */
  readonly killer: Killer | undefined;
}

interface Stage {
  readonly killer: Killer;
  readonly args: readonly string[];
}

/** Of processor time, for one stage: a mutant that loops for ever is noticed as well. */
const MOST_SECONDS = 120;

export async function kill(copy: SourceCopy, mutant: OperatorMutant): Promise<Kill> {
  const undo = copy.replace(mutant.file, mutant.text);
  try {
    for (const { killer, args } of stagesFor(copy.root, mutant.file)) {
      const { status } = await runProgram(copy.root, args, MOST_SECONDS);
      if (status !== 0) return { mutant, killer };
    }
    return { mutant, killer: undefined };
  } finally {
    undo();
  }
}

/** @throws Error unless everything passes on sources that nobody changed */
export async function expectHealthy(copy: SourceCopy, files: readonly string[]): Promise<void> {
  for (const file of files) {
    for (const { killer, args } of stagesFor(copy.root, file)) {
      const { status, output } = await runProgram(copy.root, args, MOST_SECONDS);
      if (status !== 0)
        throw new Error(`without any change, ${killer} fails (${args.join(" ")}):\n${output}`);
    }
  }
}

function stagesFor(root: string, file: string): Stage[] {
  process.env.RAFT_TRACES = tracesFolder();
  const isCore = file.startsWith("src/raft/core/");
  const units = testsUnder(root, isCore ? "test/raft/core" : "test/storage/log");
  const slow = units.filter((path) => path.includes("crash-matrix"));
  const stages: Stage[] = [
    { killer: "simulation", args: simulation(1, 3) },
    { killer: "units", args: testRun(units.filter((path) => !slow.includes(path))) },
    { killer: "simulation", args: simulation(100, 40) },
  ];
  if (isCore) return [{ killer: "traces", args: ["test/support/raft-traces/main.ts"] }, ...stages];
  return [...stages.slice(0, 2), { killer: "crash matrix", args: testRun(slow) }, ...stages.slice(2)];
}

function simulation(from: number, seeds: number): string[] {
  return [
    "scripts/sim.ts",
    "--from",
    `${from}`,
    "--seeds",
    `${seeds}`,
    "--until-violation",
    "--workers",
    "1",
  ];
}

function testRun(files: readonly string[]): string[] {
  return ["--disable-proto=delete", "--test", "--test-isolation=none", ...files];
}

function testsUnder(root: string, folder: string): string[] {
  return globSync(`${folder}/**/*.test.ts`, { cwd: root }).sort();
}
