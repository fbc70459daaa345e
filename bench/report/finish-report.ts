// The end of a bench: the report is printed, written where it was asked for, and its gates decide the exit code.
import { writeFileSync } from "node:fs";
import type { Report } from "./report.ts";
import { reportText } from "./report-text.ts";

export interface FinishOptions {
  /** A file, or `-` for the output alone. */
  json: string | undefined;
  /** Too short a run to judge by: verdicts are shown and decide nothing. */
  isQuick: boolean;
}

export function finishReport(report: Report, { json, isQuick }: FinishOptions): void {
  const text = `${JSON.stringify(report, null, 2)}\n`;
  if (json === "-") process.stdout.write(text);
  else console.log(reportText(report));
  if (json !== undefined && json !== "-") writeFileSync(json, text);
  if (!isQuick && report.gates.some(({ pass }) => !pass)) process.exitCode = 1;
}
