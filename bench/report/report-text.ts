// A report for people: rows with the same figures share a table.
import type { Gate, Report, Row } from "./report.ts";

export function reportText({ rows, gates }: Report): string {
  const tables = Object.values(Object.groupBy(rows, ({ figures }) => Object.keys(figures).join())).map(
    (same) => table(same ?? []),
  );
  return [...tables, gates.map(verdict).join("\n")].join("\n\n");
}

function table(rows: readonly Row[]): string {
  const names = Object.keys(rows[0]?.figures ?? {});
  const nameWidth = Math.max(...rows.map(({ name }) => name.length));
  const widths = names.map((name) =>
    Math.max(name.length, ...rows.map(({ figures }) => figureText(figures[name]).length)),
  );
  const line = (first: string, cells: readonly string[]): string =>
    [first.padEnd(nameWidth), ...cells.map((cell, at) => cell.padStart(widths[at] ?? 0))].join("  ");
  const body = rows.map(({ name, figures }) =>
    line(
      name,
      names.map((figure) => figureText(figures[figure])),
    ),
  );
  return [line("", names), ...body].join("\n");
}

export function figureText(value: number | undefined): string {
  if (value === undefined) return "-";
  return value >= 1000 ? Math.round(value).toLocaleString("en") : String(Number(value.toPrecision(3)));
}

function verdict({ name, value, atLeast, atMost, pass }: Gate): string {
  const limit = atLeast === undefined ? `≤ ${atMost}` : `≥ ${atLeast}`;
  return `${pass ? "pass" : "MISS"}  ${name}: ${value} (${limit})`;
}
