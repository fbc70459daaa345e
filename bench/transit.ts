// A whole node under load: transit's encryption, alone and in batches, and signatures, in turns with bare Hono on one
// thread that answers the same bytes; then kv reads beside RSA signatures.
// `npm run bench -- transit [--quick] [--json FILE] [--rounds N] [--slice-ms N] [--only encrypt] [--directory D]`. Exits 1
// when a gate is missed.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { BareHono } from "./calibration/bare-hono.ts";
import { finishReport } from "./report/finish-report.ts";
import { newReport } from "./report/report.ts";
import { gatesOf } from "./transit/transit-gates.ts";
import { TransitNode } from "./transit/transit-node.ts";
import { TRANSIT_ROWS, type TransitRow } from "./transit/transit-requests.ts";
import { TransitRun } from "./transit/transit-run.ts";

const { values } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    json: { type: "string" },
    rounds: { type: "string" },
    "slice-ms": { type: "string" },
    connections: { type: "string" },
    only: { type: "string" },
    directory: { type: "string", default: tmpdir() },
  },
});

const isQuick = values.quick;
const plan = {
  rounds: Number(values.rounds ?? (isQuick ? 2 : 9)),
  sliceMs: Number(values["slice-ms"] ?? (isQuick ? 200 : 700)),
  connections: (values.connections ?? (isQuick ? "32" : "1,32,256")).split(",").map(Number),
  rows: TRANSIT_ROWS.filter((row): row is TransitRow => values.only === undefined || row === values.only),
};
const scratch = mkdtempSync(join(values.directory, "coffer-bench-transit-"));
const report = newReport("transit", plan);

try {
  using hono = await BareHono.start();
  await using node = await TransitNode.start(scratch);
  const run = new TransitRun({ ...plan, hono, node, report });
  await run.main();
  if (values.only === undefined) await run.besideSignatures();
  report.gates = gatesOf(report);
  finishReport(report, { json: values.json, isQuick });
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
