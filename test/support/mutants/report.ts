// The tables of docs/raft-testing.md, written between marks so that the words around them stay.
import { readFileSync, writeFileSync } from "node:fs";
import type { Hunt } from "./hunt.ts";
import type { Kill } from "./kill.ts";
import { reasonFor } from "./survivors.ts";

export function plantedTable(hunts: readonly Hunt[]): string {
  const rows = hunts.map(({ bug, found }) => {
    const verdict = found === undefined ? "**no**" : `seed ${found.seeds}`;
    return `| ${bug.name} | ${bug.story} | ${verdict} | ${found?.invariant ?? ""} |`;
  });
  const found = hunts.filter((hunt) => hunt.found !== undefined).length;
  return [
    `${found} of ${hunts.length} found. "Found" is the first seed, counted from 1, that breaks an invariant.`,
    "",
    "| Bug | Story | Found | By |",
    "|---|---|---|---|",
    ...rows,
  ].join("\n");
}

export function operatorTable(kills: readonly Kill[]): string {
  const folders = [...new Set(kills.map(({ mutant }) => roomOf(mutant.file)))];
  const rows = folders.map((room) => {
    const own = kills.filter(({ mutant }) => roomOf(mutant.file) === room);
    const by = (killer: Kill["killer"]): number => own.filter((kill) => kill.killer === killer).length;
    const killers = (["traces", "units", "crash matrix", "simulation"] as const).map((killer) => by(killer));
    return `| ${[room, own.length, ...killers, by(undefined)].join(" | ")} |`;
  });
  const survivors = kills.filter(({ killer }) => killer === undefined);
  const killed = kills.length - survivors.length;
  const listed = survivors.map(({ mutant }) => {
    const place = `${mutant.file}:${mutant.line}`;
    return `| ${place} | ${mutant.change} | \`${mutant.context.replaceAll("|", "\\|")}\` | ${reasonFor(mutant)} |`;
  });
  return [
    `${killed} of ${kills.length} killed (${Math.round((100 * killed) / kills.length)} %). Each is counted for whoever noticed first.`,
    "",
    "| Room | Mutants | Traces | Units | Crash matrix | Simulation | Survive |",
    "|---|---|---|---|---|---|---|",
    ...rows,
    "",
    "| Survivor | Change | Line | Why nobody notices |",
    "|---|---|---|---|",
    ...listed,
  ].join("\n");
}

/** @throws Error when the page has no place for it */
export function writeTable(page: string, name: string, table: string): void {
  const text = readFileSync(page, "utf8");
  const [begin, end] = [`<!-- ${name}: begin -->`, `<!-- ${name}: end -->`];
  const from = text.indexOf(begin);
  const to = text.indexOf(end);
  if (from < 0 || to < from) throw new Error(`${page} has no place for the table of ${name}`);
  writeFileSync(page, `${text.slice(0, from + begin.length)}\n${table}\n${text.slice(to)}`);
}

function roomOf(file: string): string {
  return file.startsWith("src/raft/core/") ? "raft/core" : "storage/log";
}
