// `npm run sim:mutants [-- --planted | --operators] [--name PART] [--seeds 1000] [--mutants 120] [--workers 2]`: puts
// known bugs, and small changes of operators, into copies of the sources and sees who finds them. A whole run writes
// its tables into docs/raft-testing.md.
import { parseArgs } from "node:util";
import { type Hunt, hunt } from "#test/mutants/hunt.ts";
import { inParallel } from "#test/mutants/in-parallel.ts";
import { PLANTED_BUGS } from "#test/mutants/planted-bugs.ts";
import { SourceCopy } from "#test/mutants/source-copy.ts";

const { values } = parseArgs({
  options: {
    planted: { type: "boolean", default: false },
    name: { type: "string", default: "" },
    seeds: { type: "string", default: "1000" },
    workers: { type: "string", default: "2" },
  },
});

async function huntAll(): Promise<Hunt[]> {
  const tasks = PLANTED_BUGS.filter(({ name }) => name.includes(values.name));
  return await inParallel({
    tasks,
    width: Number(values.workers),
    open: () => {
      const copy = new SourceCopy(process.cwd());
      return { run: (bug) => hunt(copy, bug, Number(values.seeds)), close: () => copy.remove() };
    },
    onDone: ({ bug, found, seconds, output }) => {
      const verdict = found === undefined ? "NOT FOUND" : `seed ${found.seeds}: ${found.invariant}`;
      console.log(`${found === undefined ? "✗" : "✓"} ${bug.name}: ${verdict} (${seconds.toFixed(0)} s)`);
      if (found === undefined) console.log(output);
    },
  });
}

const hunts = await huntAll();
process.exitCode = hunts.every(({ found }) => found !== undefined) ? 0 : 1;
