// What a bench found out: rows of figures, and gates with their verdicts. One form for all benches, so that any two runs
// of the same one can be compared.
import { cpus } from "node:os";

export interface Report {
  bench: string;
  startedAt: string;
  machine: { processors: number; model: string; node: string };
  options: Record<string, unknown>;
  rows: Row[];
  gates: Gate[];
}

export interface Row {
  name: string;
  /** Names carry units: `perSecond`, `p99Ms`, `cpuUs`. */
  figures: Record<string, number>;
}

export interface Gate {
  name: string;
  value: number;
  atLeast?: number;
  atMost?: number;
  pass: boolean;
}

export function newReport(bench: string, options: Record<string, unknown>): Report {
  const all = cpus();
  const machine = { processors: all.length, model: all[0]?.model ?? "unknown", node: process.version };
  return { bench, startedAt: new Date().toISOString(), machine, options, rows: [], gates: [] };
}

export function atLeast(name: string, value: number, limit: number): Gate {
  return { name, value: rounded(value), atLeast: limit, pass: value >= limit };
}

export function atMost(name: string, value: number, limit: number): Gate {
  return { name, value: rounded(value), atMost: limit, pass: value <= limit };
}

/** Three figures after the point are more than any machine repeats. */
export function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}
