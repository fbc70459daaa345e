// How fast one thread opens barrier records: every read of a secret pays for one at least.
import { openRecord, sealRecord } from "#barrier/sealed-record.ts";
import { median, type Row } from "../report/report.ts";

const PLAIN_BYTES = 600;
const BATCH = 1000;
const PATH = "logical/root/00000000-0000-0000-0000-000000000000/key";

export function aesGcmRate(ms: number): Row {
  const key = new Uint8Array(32).fill(3);
  const record = sealRecord({ term: 1, key }, PATH, new Uint8Array(PLAIN_BYTES));
  const micros: number[] = [];
  for (const endAt = performance.now() + ms; performance.now() < endAt; ) {
    const before = process.threadCpuUsage();
    for (let at = 0; at < BATCH; at++) openRecord(key, PATH, record);
    const { user, system } = process.threadCpuUsage(before);
    micros.push((user + system) / BATCH);
  }
  const cpuUs = median(micros);
  return { name: `AES-256-GCM, opening ${PLAIN_BYTES} bytes`, figures: { perSecond: 1e6 / cpuUs, cpuUs } };
}
