// A whole node under load: kv v1 and v2 reads and writes and token lookups, in turns with bare Hono on one thread that
// answers the same bytes. `npm run bench -- kv [--quick] [--json FILE] [--rounds N] [--slice-ms N] [--big-keys N]
// [--only "kv2 read"] [--directory D]`. Exits 1 when a gate is missed.
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { aesGcmRate } from "./calibration/aes-gcm-rate.ts";
import { BareHono } from "./calibration/bare-hono.ts";
import { syncRate } from "./calibration/sync-rate.ts";
import { gatesOf } from "./kv/kv-gates.ts";
import { KvNode } from "./kv/kv-node.ts";
import { KV_ROWS, type KvRow } from "./kv/kv-requests.ts";
import { KvRun } from "./kv/kv-run.ts";
import { rssAnonMiB } from "./process/usage.ts";
import { finishReport } from "./report/finish-report.ts";
import { newReport } from "./report/report.ts";

const { values } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    json: { type: "string" },
    rounds: { type: "string" },
    "slice-ms": { type: "string" },
    "big-keys": { type: "string" },
    connections: { type: "string" },
    only: { type: "string" },
    directory: { type: "string", default: tmpdir() },
  },
});

const isQuick = values.quick;
const KEYS = 1000;
const plan = {
  rounds: Number(values.rounds ?? (isQuick ? 2 : 9)),
  sliceMs: Number(values["slice-ms"] ?? (isQuick ? 200 : 700)),
  warmupAnswers: isQuick ? 1 : 30_000,
  bigKeys: Number(values["big-keys"] ?? (isQuick ? 0 : 1_000_000)),
  connections: (values.connections ?? (isQuick ? "1,32" : "1,32,256")).split(",").map(Number),
  rows: KV_ROWS.filter((row): row is KvRow => values.only === undefined || row === values.only),
};
const calibrationMs = isQuick ? 200 : 1500;
const scratch = mkdtempSync(join(values.directory, "coffer-bench-kv-"));
const report = newReport("kv", plan);

try {
  const folder = (name: string): string => {
    mkdirSync(join(scratch, name));
    return join(scratch, name);
  };
  report.rows.push(syncRate(scratch, calibrationMs), aesGcmRate(calibrationMs));
  using hono = await BareHono.start();
  await using few = await KvNode.start(folder("few"), KEYS);
  await using many = plan.bigKeys > 0 ? await KvNode.start(folder("many"), plan.bigKeys) : undefined;
  const run = new KvRun({ ...plan, hono, few, many, report });
  await run.main();
  await run.overTls();
  await run.withAudit();
  report.rows.push({
    name: "memory after the run",
    figures: { rssAnonMiB: rssAnonMiB(few.pid), ...(many && { rssAnonMiBOfMany: rssAnonMiB(many.pid) }) },
  });
  report.gates = gatesOf(report);
  finishReport(report, { json: values.json, isQuick });
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
