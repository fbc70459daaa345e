// What the transit bench must show.
import { atLeast, atMost, type Gate, type Report } from "../report/report.ts";
import type { TransitRow } from "./transit-requests.ts";
import { BESIDE_SIGNATURES, GATED_CONNECTIONS, rowName } from "./transit-run.ts";

/** Of bare Hono. */
const MIN_SHARE = 0.45;
const MIN_ITEMS_PER_SECOND = 100_000;
/** Of the time without signatures. */
const MAX_DELAY = 2;

/** Those whose rows were measured. */
export function gatesOf({ rows }: Report): Gate[] {
  const figures = (name: string) => rows.find((row) => row.name === name)?.figures ?? {};
  const gated = (row: TransitRow) => figures(rowName(row, GATED_CONNECTIONS));
  const gates: Gate[] = [];
  for (const row of ["encrypt", "decrypt"] as const) {
    const { ofHono } = gated(row);
    if (ofHono !== undefined) gates.push(atLeast(`${row} of bare Hono`, ofHono, MIN_SHARE));
  }
  for (const row of ["encrypt batch", "decrypt batch"] as const) {
    const { itemsPerSecond } = gated(row);
    if (itemsPerSecond !== undefined)
      gates.push(atLeast(`${row}, items a second`, itemsPerSecond, MIN_ITEMS_PER_SECOND));
  }
  const { p99Ms, aloneP99Ms } = figures(BESIDE_SIGNATURES);
  if (p99Ms !== undefined && aloneP99Ms !== undefined) {
    gates.push(atMost("p99 of kv reads beside signatures, of without", p99Ms / aloneP99Ms, MAX_DELAY));
  }
  return gates;
}
