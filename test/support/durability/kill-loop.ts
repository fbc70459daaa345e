// Kills a server in the middle of its work, starts it again, and compares what it has with what it acknowledged: the
// same data folder, round after round.
import { setTimeout as delay } from "node:timers/promises";
import { seededRandom } from "#test/seeded-random.ts";
import { UnsealedServer } from "#test/server/unsealed-server.ts";
import { readStoredRecords } from "./stored-records.ts";
import { KEYS_MOUNT, KeysWriter } from "./writers/keys-writer.ts";
import { TokensWriter } from "./writers/tokens-writer.ts";
import { VERSIONS_MOUNT, VersionsWriter } from "./writers/versions-writer.ts";
import type { Writer } from "./writers/writer.ts";

export interface KillLoopOptions {
  rounds: number;
  seed: number;
  /** Called after each kill, before the next start. */
  whileDown?(round: number, dataDirectory: string): void;
  /** Called after each round. */
  onRound?(round: number, report: KillLoopReport): void;
}

export interface KillLoopReport {
  acknowledged: number;
  /** Cut off and done all the same. */
  doneUnheard: number;
  /** From the start of the process to the first answer, the slowest. */
  slowestStartMs: number;
  /** Records that the stopped node's store held in the end. */
  records: number;
}

/** The kill comes after so many more writes were acknowledged, whatever the machine's speed. */
const MOST_WRITES = 100;
const PATIENCE_MS = 30_000;

/** @throws Error that says in which round, from which seed, and what was lost or half done */
export async function runKillLoop(options: KillLoopOptions): Promise<KillLoopReport> {
  const { rounds, seed } = options;
  await using server = await UnsealedServer.start({ tls: false });
  const random = seededRandom(seed);
  const writers = makeWriters();
  await prepare(server, writers);
  const report: KillLoopReport = { acknowledged: 0, doneUnheard: 0, slowestStartMs: 0, records: 0 };
  for (let round = 1; round <= rounds; round++) {
    const place = `round ${round} of seed ${seed}`;
    await writeUntilKilled(server, writers, 1 + random.below(MOST_WRITES));
    options.whileDown?.(round, server.process.dataDirectory);
    const startedMs = performance.now();
    await server.restart("SIGKILL");
    report.slowestStartMs = Math.max(report.slowestStartMs, performance.now() - startedMs);
    await check(server, writers, place);
    report.acknowledged = sum(writers, ({ acknowledged }) => acknowledged);
    report.doneUnheard = sum(writers, ({ doneUnheard }) => doneUnheard);
    options.onRound?.(round, report);
  }
  await checkAllOver(server, writers);
  report.records = await checkStore(server);
  return report;
}

function makeWriters(): Writer[] {
  const four = [1, 2, 3, 4];
  return [
    ...four.map((n) => new VersionsWriter(`versions-${n}`)),
    ...four.map((n) => new KeysWriter(`keys-${n}`)),
    new TokensWriter("tokens"),
  ];
}

async function prepare({ root }: UnsealedServer, writers: readonly Writer[]): Promise<void> {
  const enable = (mount: string, version: string) =>
    root.put(`/v1/sys/mounts/${mount}`, { type: "kv", options: { version } });
  (await enable(VERSIONS_MOUNT, "2")).expect(204);
  (await enable(KEYS_MOUNT, "1")).expect(204);
  for (const writer of writers) await writer.prepare(root);
}

async function writeUntilKilled(
  server: UnsealedServer,
  writers: readonly Writer[],
  count: number,
): Promise<void> {
  const stop = new AbortController();
  const writing = writers.map((writer) => writer.write(server.root, stop.signal));
  // A refusal ends the round early; it is thrown below.
  await Promise.race([acknowledged(writers, count), Promise.all(writing)]);
  await server.process.end("SIGKILL");
  stop.abort();
  await Promise.all(writing);
}

/** Resolves when `count` more writes are acknowledged. */
async function acknowledged(writers: readonly Writer[], count: number): Promise<void> {
  const target = sum(writers, (writer) => writer.acknowledged) + count;
  const deadlineMs = performance.now() + PATIENCE_MS;
  while (sum(writers, (writer) => writer.acknowledged) < target) {
    if (performance.now() > deadlineMs) throw new Error(`no ${count} writes in ${PATIENCE_MS} ms`);
    await delay(1);
  }
}

async function check(server: UnsealedServer, writers: readonly Writer[], place: string): Promise<void> {
  const found = await Promise.all(writers.map((writer) => writer.check(server.root)));
  const problems = found.flat();
  if (problems.length > 0) {
    throw new Error(`${place}: ${problems.slice(0, 20).join("; ")}\n${server.process.output}`);
  }
}

/** After a clean stop, everything ever written once more. */
async function checkAllOver(server: UnsealedServer, writers: readonly Writer[]): Promise<void> {
  await server.restart("SIGTERM");
  for (const writer of writers) if (writer instanceof VersionsWriter) writer.forgetChecks();
  await check(server, writers, "after the clean stop");
}

async function checkStore(server: UnsealedServer): Promise<number> {
  const code = await server.process.end("SIGTERM");
  if (code !== 0) throw new Error(`a clean stop ends with ${code}`);
  const { opened, unopened } = await readStoredRecords(server.process.dataDirectory, server.unsealKey);
  if (unopened.length > 0) throw new Error(`no key opens ${unopened.slice(0, 20).join(", ")}`);
  return opened.size;
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}
