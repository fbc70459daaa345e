// `npm run bench -- <name> [options]`: runs one bench in a process of its own, so that none warms another up.
// `npm run bench -- --compare before.json after.json` shows what changed between two reports. Without a name: the list.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { compareReports } from "./report/compare-reports.ts";
import type { Report } from "./report/report.ts";

interface Bench {
  says: string;
  file: string;
}

const BENCHES: Record<string, Bench> = {
  kv: { file: "kv.ts", says: "a whole node under load: kv and token lookups beside bare Hono" },
  transit: {
    file: "transit.ts",
    says: "a whole node under load: encryption and signatures beside bare Hono",
  },
  "kv-handlers": { file: "kv-handlers.ts", says: "what kv's handlers cost beside their encryption" },
  "http-front": { file: "http-front.ts", says: "what the HTTP front costs above bare Hono" },
  consensus: { file: "consensus.ts", says: "writes below the core: consensus thread, log thread, LevelDB" },
  log: {
    file: "log-append.ts",
    says: "the log store beside raw writev + fdatasync, with and without logins",
  },
  raft: { file: "raft-core.ts", says: "the Raft core alone: three nodes in memory, on one thread" },
};

const [name = "", ...rest] = process.argv.slice(2);
const bench = BENCHES[name];
const compareAt = process.argv.indexOf("--compare");
if (compareAt >= 0) compare(process.argv.slice(compareAt + 1));
else if (bench) run(bench, rest);
else list(name);

function run({ file }: Bench, options: readonly string[]): void {
  const program = join(import.meta.dirname, file);
  const { status } = spawnSync(process.execPath, ["--no-warnings", program, ...options], {
    stdio: "inherit",
  });
  process.exitCode = status ?? 1;
}

function compare(files: readonly string[]): void {
  const [before, after] = files.map((file) => JSON.parse(readFileSync(file, "utf8")) as Report);
  if (!before || !after) throw new Error("--compare takes two files");
  console.log(compareReports(before, after));
}

function list(asked: string): void {
  if (asked !== "") {
    console.error(`there is no bench ${asked}`);
    process.exitCode = 1;
  }
  console.log("npm run bench -- <name> [--quick] [--json FILE]   (or --compare before.json after.json)\n");
  for (const [each, { says }] of Object.entries(BENCHES)) console.log(`  ${each.padEnd(12)} ${says}`);
}
