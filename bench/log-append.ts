// How much the log store costs over the disk: appended entries a second and fdatasync times at 1, 16 and 128 entries
// a group, beside raw `writev + fdatasync` of the same payload in the same run; and whether logins that queue for
// their password hash slow the log's disk down. `scripts/node bench/log-append.ts [--json] [--seconds N]`
import fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type AppendRow, measureAppends } from "./log-append/appends.ts";
import { type LoginRow, measureLogins, QUEUED_LOGINS } from "./log-append/logins.ts";

const { values } = parseArgs({
  options: { json: { type: "boolean", default: false }, seconds: { type: "string", default: "20" } },
});

const ENTRY_BYTES = 600;
const BATCHES = [1, 16, 128] as const;
const ROUNDS = 40;
/** Gates: of raw throughput at 128, and how much slower the slowest syncs may be while logins wait. */
const MIN_SHARE_OF_RAW = 0.7;
const MAX_SLOWDOWN = 2;

const roundMs = (Number(values.seconds) * 1000) / (ROUNDS * (BATCHES.length * 3 + 2));
const payload = Uint8Array.from({ length: ENTRY_BYTES }, (_, at) => (at * 31) & 255);
const scratch = fs.mkdtempSync(join(tmpdir(), "coffer-log-append-"));

try {
  const common = { payload, rounds: ROUNDS, roundMs };
  const append = BATCHES.map((batch) => measureAppends({ ...common, directory: scratch, batch }));
  const logins = await measureLogins({ ...common, directory: join(scratch, "log-thread") });
  report({ append, logins });
} finally {
  fs.rmSync(scratch, { recursive: true, force: true });
}

function report({ append, logins }: { append: AppendRow[]; logins: LoginRow }): void {
  const largest = append.at(-1);
  const gates = {
    shareOfRawAt128: {
      value: largest?.shareOfRaw ?? 0,
      atLeast: MIN_SHARE_OF_RAW,
      pass: (largest?.shareOfRaw ?? 0) >= MIN_SHARE_OF_RAW,
    },
    slowdownByLogins: { value: logins.slowdown, atMost: MAX_SLOWDOWN, pass: logins.slowdown <= MAX_SLOWDOWN },
  };
  process.exitCode = gates.shareOfRawAt128.pass && gates.slowdownByLogins.pass ? 0 : 1;
  if (values.json) {
    console.log(JSON.stringify({ entryBytes: ENTRY_BYTES, append, logins, gates }, null, 2));
    return;
  }
  console.log(
    `entries of ${ENTRY_BYTES} bytes; raw: writev + fdatasync into allocated blocks, growing: at a file's end`,
  );
  console.log(
    "batch  entries/s   raw        growing    of raw (with drafting)  of growing  fdatasync p50 / p99 ms (raw)",
  );
  for (const { batch, log, raw, rawGrowing, ...shares } of append) {
    const rates = [log, raw, rawGrowing].map((each) => String(each.entriesPerSecond).padEnd(10)).join(" ");
    const ofRaw = `${shares.shareOfRaw.toFixed(2)} (${shares.shareOfRawWithDrafting.toFixed(2)})`.padEnd(23);
    const syncs = `${log.syncP50Ms} / ${log.syncP99Ms} (${raw.syncP50Ms} / ${raw.syncP99Ms})`;
    console.log(
      `${String(batch).padEnd(6)} ${rates} ${ofRaw} ${shares.shareOfRawGrowing.toFixed(2).padEnd(11)} ${syncs}`,
    );
  }
  const { quietSyncP99Ms, busySyncP99Ms, slowdown, hashes } = logins;
  console.log(
    `${QUEUED_LOGINS} logins waiting (${hashes} hashed): fdatasync p99 ${busySyncP99Ms} ms, quiet ${quietSyncP99Ms} ms, ${slowdown} times`,
  );
  for (const [name, { value, pass }] of Object.entries(gates))
    console.log(`${pass ? "pass" : "FAIL"} ${name} ${value}`);
}
