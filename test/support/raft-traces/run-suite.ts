// A folder of traces and cases, played entirely.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { compareOutput } from "./compare-output.ts";
import { ConfchangeCases } from "./confchange-cases.ts";
import { parseTrace, type TraceCase } from "./parse-trace.ts";
import { runQuorumCase } from "./quorum-cases.ts";
import { runTrace } from "./run-trace.ts";

export interface SuiteResult {
  readonly traces: { readonly passed: number; readonly total: number };
  /** `undefined` when the folder holds no cases. */
  readonly cases: { readonly passed: number; readonly total: number } | undefined;
  readonly failures: readonly string[];
}

/** @param folder holds `testdata/` and perhaps `quorum/testdata/` and `confchange/testdata/` */
export function runSuite(folder: string): SuiteResult {
  const failures: string[] = [];
  const traces = filesUnder(join(folder, "testdata"));
  let passed = 0;
  for (const file of traces) {
    const failure = attempt(() => runTrace(readFileSync(file, "utf8")));
    if (failure === undefined) passed++;
    else failures.push(`${relative(folder, file)}: ${failure}`);
  }
  const cases = [
    ...runCases(folder, "quorum", () => runQuorumCase),
    ...runCases(folder, "confchange", () => {
      const membership = new ConfchangeCases();
      return (trace) => membership.run(trace);
    }),
  ];
  const failed = cases.filter((failure) => failure !== undefined);
  failures.push(...failed);
  return {
    traces: { passed, total: traces.length },
    cases: cases.length === 0 ? undefined : { passed: cases.length - failed.length, total: cases.length },
    failures,
  };
}

export function describeSuite({ traces, cases }: SuiteResult): string {
  const shown = `${traces.passed}/${traces.total} traces`;
  return cases === undefined ? shown : `${shown}, ${cases.passed}/${cases.total} cases`;
}

/** One result per case of `room`; `open` makes what plays a file from its beginning. */
function runCases(
  folder: string,
  room: string,
  open: () => (trace: TraceCase) => string,
): (string | undefined)[] {
  return filesUnder(join(folder, room, "testdata")).flatMap((file) => {
    const play = open();
    return parseTrace(readFileSync(file, "utf8")).map((trace) => {
      const difference = attempt(() => compareOutput(trace.expected, play(trace)));
      return difference && `${relative(folder, file)}: line ${trace.line}: ${trace.command}\n${difference}`;
    });
  });
}

function filesUnder(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function attempt(play: () => string | undefined): string | undefined {
  try {
    return play();
  } catch (error) {
    return `failed: ${error instanceof Error ? error.stack : error}`;
  }
}
