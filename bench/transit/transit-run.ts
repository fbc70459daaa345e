// The contests of the transit bench and the rows that they make.
import type { BareHono } from "../calibration/bare-hono.ts";
import { besideHono } from "../calibration/beside-hono.ts";
import { Load } from "../load/load.ts";
import type { Slice } from "../load/load-process.ts";
import { median, type Report } from "../report/report.ts";
import { KV_SECRETS, type TransitNode } from "./transit-node.ts";
import { BATCH_ITEMS, isBatch, type TransitRow } from "./transit-requests.ts";

/** What gates speak of. */
export const GATED_CONNECTIONS = 32;
const SIGNATURES_PER_SECOND = 100;
const SIGNING_CONNECTIONS = 8;
/** Reads at a quarter of their maximum. */
const READ_SHARE = 0.25;

export interface TransitRunOptions {
  rounds: number;
  sliceMs: number;
  connections: readonly number[];
  rows: readonly TransitRow[];
  hono: BareHono;
  node: TransitNode;
  report: Report;
}

export class TransitRun {
  readonly #options: TransitRunOptions;

  constructor(options: TransitRunOptions) {
    this.#options = options;
  }

  async main(): Promise<void> {
    const { connections, rows } = this.#options;
    for (const count of connections) for (const row of rows) await this.#contest(row, count);
  }

  async #contest(row: TransitRow, connections: number): Promise<void> {
    const { hono, node, report, rounds, sliceMs } = this.#options;
    const question = { target: node.target, request: node.requestOf(row), keys: 1 };
    const made = await besideHono({ hono, sample: question, connections, rounds, sliceMs }, [
      { ...question, name: rowName(row, connections), pid: node.pid },
    ]);
    for (const { name, figures } of made) {
      const perSecond = figures.perSecond ?? Number.NaN;
      report.rows.push({
        name,
        figures: isBatch(row) ? { ...figures, itemsPerSecond: perSecond * BATCH_ITEMS } : figures,
      });
    }
  }

  /** How long kv reads take with and without signatures beside them, by turns. */
  async besideSignatures(): Promise<void> {
    const { node, report, rounds, sliceMs } = this.#options;
    const { target, kvRead } = node;
    const reading = { target, connections: GATED_CONNECTIONS, request: kvRead, keys: KV_SECRETS };
    using full = await Load.open(reading);
    await full.slice(sliceMs);
    const { perSecond: most } = await full.slice(sliceMs);
    using reads = await Load.open({ ...reading, perSecond: most * READ_SHARE });
    using signatures = await Load.open({
      target,
      connections: SIGNING_CONNECTIONS,
      request: node.requestOf("sign rsa-2048"),
      keys: 1,
      perSecond: SIGNATURES_PER_SECOND,
    });
    const alone: Slice[] = [];
    const beside: Slice[] = [];
    const signed: Slice[] = [];
    for (let round = 0; round < rounds; round++) {
      alone.push(await reads.slice(sliceMs));
      const [read, signing] = await Promise.all([reads.slice(sliceMs), signatures.slice(sliceMs)]);
      beside.push(read);
      signed.push(signing);
    }
    report.rows.push({
      name: BESIDE_SIGNATURES,
      figures: {
        readsPerSecond: median(beside.map(({ perSecond }) => perSecond)),
        signaturesPerSecond: median(signed.map(({ perSecond }) => perSecond)),
        p99Ms: median(beside.map(({ p99Ms }) => p99Ms)),
        aloneP99Ms: median(alone.map(({ p99Ms }) => p99Ms)),
        signatureP99Ms: median(signed.map(({ p99Ms }) => p99Ms)),
      },
    });
  }
}

export const BESIDE_SIGNATURES = `kv2 read at a quarter, beside ${SIGNATURES_PER_SECOND} rsa-2048 signatures/s`;

export function rowName(row: TransitRow, connections: number): string {
  return `${row}, ${connections} conn`;
}
