// `npm run sim:mutants [-- --planted | --operators] [--name PART] [--seeds 1000] [--mutants 120] [--workers 2]`: puts
// known bugs, and small changes of operators, into copies of the sources and sees who finds them. Without --name the
// tables of docs/raft-testing.md are written anew.
import { parseArgs } from "node:util";
import { type Hunt, hunt } from "#test/mutants/hunt.ts";
import { inParallel } from "#test/mutants/in-parallel.ts";
import { expectHealthy, type Kill, kill } from "#test/mutants/kill.ts";
import { drawMutants } from "#test/mutants/operator-mutants.ts";
import { PLANTED_BUGS } from "#test/mutants/planted-bugs.ts";
import { operatorTable, plantedTable, writeTable } from "#test/mutants/report.ts";
import { SourceCopy } from "#test/mutants/source-copy.ts";

const FOLDERS = ["src/raft/core", "src/storage/log"];
const PAGE = "docs/raft-testing.md";
const MIN_KILLED = 0.8;

const { values } = parseArgs({
  options: {
    planted: { type: "boolean", default: false },
    operators: { type: "boolean", default: false },
    name: { type: "string", default: "" },
    seeds: { type: "string", default: "1000" },
    mutants: { type: "string", default: "120" },
    workers: { type: "string", default: "2" },
  },
});
const width = Number(values.workers);
const isWhole = values.name === "";
let isGood = true;
if (!values.operators) isGood = (await plantAll()) && isGood;
if (!values.planted) isGood = (await mutateAll()) && isGood;
process.exitCode = isGood ? 0 : 1;

async function plantAll(): Promise<boolean> {
  const hunts = await inParallel({
    tasks: PLANTED_BUGS.filter(({ name }) => name.includes(values.name)),
    width,
    open: () => {
      const copy = new SourceCopy(process.cwd());
      return { run: (bug) => hunt(copy, bug, Number(values.seeds)), close: () => copy.remove() };
    },
    onDone: sayHunt,
  });
  if (isWhole) writeTable(PAGE, "planted bugs", plantedTable(hunts));
  const missed = hunts.filter(({ found }) => found === undefined);
  console.log(
    `${hunts.length - missed.length} of ${hunts.length} planted bugs found in ${values.seeds} seeds each`,
  );
  return missed.length === 0;
}

function sayHunt({ bug, found, seconds, output }: Hunt): void {
  const verdict = found === undefined ? "NOT FOUND" : `seed ${found.seeds}: ${found.invariant}`;
  console.log(`${found === undefined ? "✗" : "✓"} ${bug.name}: ${verdict} (${seconds.toFixed(0)} s)`);
  if (found === undefined) console.log(output);
}

async function mutateAll(): Promise<boolean> {
  const tasks = drawMutants(process.cwd(), FOLDERS, Number(values.mutants)).filter(({ file }) =>
    file.includes(values.name),
  );
  if (isWhole) await checkBaseline();
  const kills = await inParallel({
    tasks,
    width,
    open: () => {
      const copy = new SourceCopy(process.cwd());
      return { run: (mutant) => kill(copy, mutant), close: () => copy.remove() };
    },
    onDone: sayKill,
  });
  if (isWhole) writeTable(PAGE, "operator mutants", operatorTable(kills));
  const killed = kills.filter(({ killer }) => killer !== undefined).length;
  console.log(
    `${killed} of ${kills.length} operator mutants killed (${Math.round((100 * killed) / kills.length)} %)`,
  );
  return killed >= MIN_KILLED * kills.length;
}

async function checkBaseline(): Promise<void> {
  const copy = new SourceCopy(process.cwd());
  try {
    await expectHealthy(copy, ["src/raft/core/raw-node.ts", "src/storage/log/segmented-log.ts"]);
  } finally {
    copy.remove();
  }
}

function sayKill({ mutant, killer }: Kill): void {
  const { file, line, change, context } = mutant;
  const verdict = killer === undefined ? "✗ SURVIVES" : `✓ ${killer}`;
  console.log(`${verdict}: ${file}:${line} ${change} | ${context}`);
}
