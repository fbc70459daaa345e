// Columns as Vault prints them: four spaces between, no space at line ends, `n/a` for what is empty.
import { escapeControls } from "./escape-controls.ts";

const BETWEEN = "    ";

/** @param rows the first one is the heading; it is underlined */
export function table(rows: readonly (readonly string[])[]): string {
  const [heading = [], ...body] = rows;
  return columns([heading, heading.map((name) => "-".repeat(name.length)), ...body]);
}

export function columns(rows: readonly (readonly string[])[]): string {
  const cells = rows.map((row) => row.map((cell) => (cell === "" ? "n/a" : escapeControls(cell))));
  const widths: number[] = [];
  for (const row of cells) {
    for (const [index, cell] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, widthOf(cell));
  }
  return cells.map((row) => lineOf(row, widths)).join("");
}

function lineOf(row: readonly string[], widths: readonly number[]): string {
  const padded = row.map((cell, index) => cell + " ".repeat((widths[index] ?? 0) - widthOf(cell)));
  return `${padded.join(BETWEEN).trimEnd()}\n`;
}

/** Characters, not UTF-16 units: ∞ and names in any script line up. */
function widthOf(cell: string): number {
  return [...cell].length;
}
