// How much the log store costs over the disk: appended entries a second and fdatasync times at 1, 16 and 128 entries
// a group, beside raw `writev + fdatasync` of the same payload in the same run; and whether logins that queue for
// their password hash slow the log's disk down. `npm run bench -- log [--quick] [--json FILE] [--seconds N]`
import fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type AppendRow, measureAppends } from "./log-append/appends.ts";
import { type LoginRow, measureLogins, QUEUED_LOGINS } from "./log-append/logins.ts";
import { finishReport } from "./report/finish-report.ts";
import { atLeast, atMost, newReport, type Row } from "./report/report.ts";

const { values } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    json: { type: "string" },
    seconds: { type: "string" },
  },
});

const ENTRY_BYTES = 600;
const BATCHES = [1, 16, 128] as const;
const ROUNDS = 40;
/** Gates: of raw throughput at 128, and how much slower the slowest syncs may be while logins wait. */
const MIN_SHARE_OF_RAW = 0.7;
const MAX_SLOWDOWN = 2;

const seconds = Number(values.seconds ?? (values.quick ? 4 : 20));
const roundMs = (seconds * 1000) / (ROUNDS * (BATCHES.length * 3 + 2));
const report = newReport("log", { seconds, entryBytes: ENTRY_BYTES });
const payload = Uint8Array.from({ length: ENTRY_BYTES }, (_, at) => (at * 31) & 255);
const scratch = fs.mkdtempSync(join(tmpdir(), "coffer-log-append-"));

try {
  const common = { payload, rounds: ROUNDS, roundMs };
  const append = BATCHES.map((batch) => measureAppends({ ...common, directory: scratch, batch }));
  const logins = await measureLogins({ ...common, directory: join(scratch, "log-thread") });
  report.rows = [...append.map(appendRow), loginRow(logins)];
  report.gates = [
    atLeast("log at batch 128, of raw", append.at(-1)?.shareOfRaw ?? 0, MIN_SHARE_OF_RAW),
    atMost(`fdatasync p99 beside ${QUEUED_LOGINS} logins, times quiet`, logins.slowdown, MAX_SLOWDOWN),
  ];
  finishReport(report, { json: values.json, isQuick: values.quick });
} finally {
  fs.rmSync(scratch, { recursive: true, force: true });
}

/** Raw is `writev + fdatasync` into allocated blocks; growing is at a file's end. */
function appendRow({ batch, log, raw, rawGrowing, ...shares }: AppendRow): Row {
  return {
    name: `batch ${batch}`,
    figures: {
      perSecond: log.entriesPerSecond,
      ofRaw: shares.shareOfRaw,
      ofRawWithDrafting: shares.shareOfRawWithDrafting,
      ofGrowing: shares.shareOfRawGrowing,
      p50Ms: log.syncP50Ms,
      p99Ms: log.syncP99Ms,
      rawPerSecond: raw.entriesPerSecond,
      rawGrowingPerSecond: rawGrowing.entriesPerSecond,
      rawP99Ms: raw.syncP99Ms,
    },
  };
}

function loginRow({ quietSyncP99Ms, busySyncP99Ms, slowdown, hashes }: LoginRow): Row {
  return {
    name: `${QUEUED_LOGINS} logins waiting`,
    figures: { p99Ms: busySyncP99Ms, quietP99Ms: quietSyncP99Ms, slowdown, hashes },
  };
}
