// Two reports of one bench side by side: each figure before, after, and the change in percent.
import type { Report } from "./report.ts";
import { figureText } from "./report-text.ts";

/** @throws Error when they are of different benches */
export function compareReports(before: Report, after: Report): string {
  if (before.bench !== after.bench) {
    throw new Error(`${before.bench} and ${after.bench} are different benches`);
  }
  const lines = [`${before.bench}: ${before.startedAt} → ${after.startedAt}`];
  const former = new Map(before.rows.map((row) => [row.name, row.figures]));
  for (const { name, figures } of after.rows) {
    const old = former.get(name);
    former.delete(name);
    lines.push(old ? name : `${name} (new)`);
    if (old) lines.push(...changes(old, figures));
  }
  for (const name of former.keys()) lines.push(`${name} (gone)`);
  for (const gate of after.gates) {
    const was = before.gates.find(({ name }) => name === gate.name);
    const verdicts = `${was?.pass === undefined ? "-" : was.pass ? "pass" : "MISS"} → ${gate.pass ? "pass" : "MISS"}`;
    lines.push(`${verdicts}  ${gate.name}: ${was?.value ?? "-"} → ${gate.value}`);
  }
  return lines.join("\n");
}

function changes(before: Record<string, number>, after: Record<string, number>): string[] {
  return Object.entries(after).flatMap(([name, value]) => {
    const old = before[name];
    if (old === undefined) return [];
    const percent = old === 0 ? "" : `  ${(100 * (value / old - 1)).toFixed(1)} %`;
    return [
      `  ${name.padEnd(16)} ${figureText(old).padStart(10)} → ${figureText(value).padStart(10)}${percent}`,
    ];
  });
}
