// What the kv bench must show (shares of bare Hono in the same run).
import { atLeast, atMost, type Gate, type Report } from "../report/report.ts";
import { isWrite, KV_ROWS, type KvRow } from "./kv-requests.ts";
import { GATED_CONNECTIONS, rowName } from "./kv-run.ts";

const MIN_SHARE: Record<KvRow, number> = {
  "kv2 read": 0.5,
  "kv1 read": 0.55,
  "token lookup": 0.55,
  "kv2 write": 0.15,
  "kv1 write": 0.2,
};
const MAX_LONE_WRITE_MS = 0.9;
const MAX_RSS_ANON_MIB = 300e6 / 2 ** 20;
/** Of the rate with few keys: reads may lose 35 %, writes 40 %. */
const MIN_SHARE_OF_FEW = { read: 0.65, write: 0.6 };

/** Those whose rows were measured. */
export function gatesOf({ rows, options }: Report): Gate[] {
  const figure = (name: string, of: string): number | undefined =>
    rows.find((row) => row.name === name)?.figures[of];
  const few = "1000 keys";
  const many = `${options.bigKeys} keys`;
  const gates: Gate[] = [];
  for (const row of KV_ROWS) {
    const share = figure(rowName(row, GATED_CONNECTIONS, few), "ofHono");
    if (share !== undefined) gates.push(atLeast(`${row} of bare Hono`, share, MIN_SHARE[row]));
  }
  const lone = figure(rowName("kv2 write", 1, few), "p50Ms");
  if (lone !== undefined) gates.push(atMost("one connection's kv2 write, p50 ms", lone, MAX_LONE_WRITE_MS));
  for (const row of KV_ROWS.filter((each) => each.startsWith("kv"))) {
    const before = figure(rowName(row, GATED_CONNECTIONS, few), "perSecond");
    const after = figure(rowName(row, GATED_CONNECTIONS, many), "perSecond");
    if (before === undefined || after === undefined) continue;
    const limit = isWrite(row) ? MIN_SHARE_OF_FEW.write : MIN_SHARE_OF_FEW.read;
    gates.push(atLeast(`${row} with many keys, of few`, after / before, limit));
  }
  for (const which of ["rssAnonMiB", "rssAnonMiBOfMany"]) {
    const memory = figure("memory after the run", which);
    if (memory !== undefined) gates.push(atMost(which, memory, Number(MAX_RSS_ANON_MIB.toFixed(0))));
  }
  return gates;
}
