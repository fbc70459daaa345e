// The contests of the kv bench and the rows that they make.
import type { BareHono, CannedAnswer } from "../calibration/bare-hono.ts";
import { type Contestant, contest, type Standing } from "../load/contest.ts";
import type { Target } from "../load/http1-client.ts";
import { Load } from "../load/load.ts";
import { numbered, type RequestParts } from "../load/request-parts.ts";
import type { Report } from "../report/report.ts";
import type { KvNode } from "./kv-node.ts";
import { type KvRow, requestOf } from "./kv-requests.ts";

/** Where extra rows (TLS, HTTP/2, audit) are measured, and what gates speak of. */
export const GATED_CONNECTIONS = 32;

export interface KvRunOptions {
  rounds: number;
  sliceMs: number;
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

  /** Bare Hono answers a read of the same bytes, whatever the row sends: the harder measure for writes. */
  async #contest(row: KvRow, connections: number, entries: readonly Entry[]): Promise<void> {
    const { hono, few, report } = this.#options;
    await hono.answerWith(await answerOf(few.plain, requestOf(row, few.token)));
    using loads = new DisposableStack();
    const enter = async (target: Target, request: RequestParts, keys: number): Promise<Load> =>
      loads.use(await Load.open({ target, connections, request, keys }));
    const bare: Target = { host: "127.0.0.1", port: hono.port, protocol: "http1" };
    const { path, token = "" } = requestOf(row, few.token);
    const contestants: Contestant[] = [
      {
        name: "hono",
        serverPid: hono.pid,
        load: await enter(bare, { method: "GET", path, token }, few.keys),
      },
    ];
    for (const { name, node, target } of entries) {
      const load = await enter(target, requestOf(row, node.token), node.keys);
      contestants.push({ name, serverPid: node.pid, load });
    }
    const [calibration, ...own] = await contest(contestants, this.#options);
    if (!calibration) return;
    own.forEach((standing, at) => {
      const figures = figuresOf(standing, calibration);
      report.rows.push({ name: entries[at]?.name ?? row, figures });
    });
  }
}

export function rowName(row: KvRow, connections: number, what: string): string {
  return `${row}, ${connections} conn, ${what}`;
}

function figuresOf(own: Standing, hono: Standing): Record<string, number> {
  const { perSecond, p50Ms, p99Ms, cpuUs, share } = own;
  return {
    perSecond,
    p50Ms,
    p99Ms,
    ofHono: share,
    cpuUs,
    honoPerSecond: hono.perSecond,
    honoCpuUs: hono.cpuUs,
  };
}

/** What the server says, byte for byte, but for what node adds by itself. */
async function answerOf({ host, port }: Target, request: RequestParts): Promise<CannedAnswer> {
  const { method, path, token, body } = numbered(request, 0);
  const answer = await fetch(`http://${host}:${port}${path}`, {
    method,
    headers: { "X-Vault-Token": token ?? "", "X-Vault-Request": "true" },
    ...(body !== undefined && { body }),
  });
  const headers = Object.fromEntries(answer.headers);
  for (const name of ["date", "connection", "keep-alive", "content-length"]) delete headers[name];
  return { status: answer.status, headers, body: await answer.text() };
}
