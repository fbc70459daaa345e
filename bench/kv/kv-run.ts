// The contests of the kv bench and the rows that they make.
import type { BareHono } from "../calibration/bare-hono.ts";
import { besideHono } from "../calibration/beside-hono.ts";
import type { Target } from "../load/http1-client.ts";
import type { Report } from "../report/report.ts";
import type { KvNode } from "./kv-node.ts";
import { type KvRow, requestOf } from "./kv-requests.ts";

/** Where extra rows (TLS, HTTP/2, audit) are measured, and what gates speak of. */
export const GATED_CONNECTIONS = 32;

export interface KvRunOptions {
  rounds: number;
  sliceMs: number;
  warmupAnswers: number;
  connections: readonly number[];
  rows: readonly KvRow[];
  hono: BareHono;
  few: KvNode;
  /** The same with many keys. */
  many: KvNode | undefined;
  report: Report;
}

interface Entry {
  /** Of the row in the report. */
  name: string;
  node: KvNode;
  target: Target;
}

export class KvRun {
  readonly #options: KvRunOptions;

  constructor(options: KvRunOptions) {
    this.#options = options;
  }

  async main(): Promise<void> {
    const { few, many, connections, rows } = this.#options;
    for (const count of connections) {
      for (const row of rows) {
        const entries = [few, ...(many ? [many] : [])].map((node) => ({
          name: rowName(row, count, `${node.keys} keys`),
          node,
          target: node.plain,
        }));
        await this.#contest(row, count, entries);
      }
    }
  }

  async overTls(): Promise<void> {
    const { few, rows } = this.#options;
    for (const row of rows.filter((each) => each.startsWith("kv2"))) {
      await this.#contest(row, GATED_CONNECTIONS, [
        { name: rowName(row, GATED_CONNECTIONS, "TLS"), node: few, target: few.tls("http1") },
        { name: rowName(row, GATED_CONNECTIONS, "HTTP/2"), node: few, target: few.tls("http2") },
      ]);
    }
  }

  /** Comes last: the device stays. */
  async withAudit(): Promise<void> {
    const { few, rows } = this.#options;
    await few.enableAudit();
    for (const row of rows.filter((each) => each.startsWith("kv2"))) {
      const name = rowName(row, GATED_CONNECTIONS, "audit");
      await this.#contest(row, GATED_CONNECTIONS, [{ name, node: few, target: few.plain }]);
    }
  }

  async #contest(row: KvRow, connections: number, entries: readonly Entry[]): Promise<void> {
    const { hono, few, report, rounds, sliceMs } = this.#options;
    const sample = { target: few.plain, request: requestOf(row, few.token), keys: few.keys };
    const entrants = entries.map(({ name, node, target }) => ({
      name,
      target,
      request: requestOf(row, node.token),
      keys: node.keys,
      pid: node.pid,
    }));
    report.rows.push(...(await besideHono({ hono, sample, connections, rounds, sliceMs }, entrants)));
  }
}

export function rowName(row: KvRow, connections: number, what: string): string {
  return `${row}, ${connections} conn, ${what}`;
}
