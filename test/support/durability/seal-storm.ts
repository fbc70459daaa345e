// Seals and unseals a node under write load, again and again. Afterwards every record of its store must open: a design
// that zeroed keys under running writers once encrypted thousands of records under a key of zeroes (design §2).
import { setTimeout as delay } from "node:timers/promises";
import { UnsealedServer } from "#test/server/unsealed-server.ts";
import { readStoredRecords } from "./stored-records.ts";

export interface SealStormOptions {
  seals: number;
  writers: number;
  onSeal?(count: number, report: SealStormReport): void;
}

export interface SealStormReport {
  acknowledged: number;
  /** Writes that were refused because the node was sealed. */
  refused: number;
  slowestSealMs: number;
  slowestUnsealMs: number;
  records: number;
}

const MOUNT = "storm";
/** Each writer goes round so many keys: every round rewrites records of earlier epochs. */
const KEYS = 50;

/** @throws Error when an answer is neither done nor "sealed", a write is lost, or a record does not open */
export async function runSealStorm(options: SealStormOptions): Promise<SealStormReport> {
  await using server = await UnsealedServer.start({ tls: false });
  (await server.root.put(`/v1/sys/mounts/${MOUNT}`, { type: "kv" })).expect(204);
  const report = { acknowledged: 0, refused: 0, slowestSealMs: 0, slowestUnsealMs: 0, records: 0 };
  const contents = new Map<string, number>();
  const stop = new AbortController();
  const writers = Array.from({ length: options.writers }, (_, n) =>
    write({ server, writer: n, stop: stop.signal, contents, report }),
  );
  try {
    await Promise.race([sealAgainAndAgain(server, options, report), failureOf(writers)]);
  } finally {
    stop.abort();
  }
  await Promise.all(writers);
  await checkContents(server, contents);
  await server.restart();
  await checkContents(server, contents);
  report.records = await checkStore(server);
  return report;
}

/** Never settles unless one of them fails. */
async function failureOf(writers: readonly Promise<void>[]): Promise<never> {
  await Promise.all(writers);
  return new Promise(() => {});
}

async function sealAgainAndAgain(
  server: UnsealedServer,
  { seals, onSeal }: SealStormOptions,
  report: SealStormReport,
): Promise<void> {
  for (let count = 1; count <= seals; count++) {
    const startedMs = performance.now();
    (await server.root.put("/v1/sys/seal")).expect(204);
    const sealedMs = performance.now();
    await server.unseal();
    report.slowestSealMs = Math.max(report.slowestSealMs, sealedMs - startedMs);
    report.slowestUnsealMs = Math.max(report.slowestUnsealMs, performance.now() - sealedMs);
    // The writers have the node for themselves until one more write is done.
    const target = report.acknowledged + 1;
    const deadlineMs = performance.now() + 10_000;
    while (report.acknowledged < target) {
      if (performance.now() > deadlineMs) throw new Error(`no write is done after unsealing ${count} times`);
      await delay(1);
    }
    onSeal?.(count, report);
  }
}

interface WriterInput {
  server: UnsealedServer;
  writer: number;
  stop: AbortSignal;
  contents: Map<string, number>;
  report: SealStormReport;
}

async function write({ server, writer, stop, contents, report }: WriterInput): Promise<void> {
  for (let number = 1; !stop.aborted; number++) {
    const path = `/v1/${MOUNT}/w${writer}/k${number % KEYS}`;
    const answer = await server.root.put(path, { number });
    if (answer.status === 204) {
      contents.set(path, number);
      report.acknowledged++;
    } else if (isSealed(answer)) report.refused++;
    else throw new Error(`a write answers ${answer.status}: ${answer.text}\n${server.process.output}`);
  }
}

/** Before it ran, or when it came to the barrier: not executed either way. */
function isSealed({ status, errors }: { status: number; errors: string[] }): boolean {
  return (
    status === 503 &&
    errors.some((text) => ["Vault is sealed", "not executed: the barrier was sealed"].includes(text))
  );
}

async function checkContents({ root }: UnsealedServer, contents: ReadonlyMap<string, number>): Promise<void> {
  for (const [path, number] of contents) {
    const answer = (await root.get(path)).expect(200);
    if (answer.data.number !== number) throw new Error(`${path} holds ${answer.data.number}, not ${number}`);
  }
}

async function checkStore(server: UnsealedServer): Promise<number> {
  await server.process.end("SIGTERM");
  const { opened, unopened } = await readStoredRecords(server.process.dataDirectory, server.unsealKey);
  if (unopened.length > 0) throw new Error(`no key opens ${unopened.slice(0, 20).join(", ")}`);
  return opened.size;
}
