// What our HTTP front costs above bare node and bare Hono: microseconds of server CPU per request, for a read and a write,
// over HTTP/1.1, TLS and HTTP/2. `scripts/node bench/http-front.ts [--json] [--seconds N a row] [--only http1,GET]`
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { LoadRun } from "./http-front/load.ts";
import type { Method, Protocol } from "./http-front/wire.ts";

const { values } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    seconds: { type: "string", default: "10" },
    only: { type: "string", default: "" },
  },
});

const VARIANTS = ["node", "hono", "front"] as const;
type Variant = (typeof VARIANTS)[number];
const CONNECTIONS = 16;
/** Variants take short turns, so that a noisy moment strikes all alike; each one's quiet quarter counts. */
const ROUNDS = 16;
/** Gate: of bare Hono's CPU, plain HTTP/1.1. */
const MOST_OF_HONO = 1.35;

interface Row {
  protocol: Protocol;
  method: Method;
  /** Lower quartile of the rounds. */
  microseconds: Record<Variant, number>;
  ofHono: number;
}

interface Server {
  child: ChildProcess;
  port: number;
}

async function startServer(variant: Variant, protocol: Protocol): Promise<Server> {
  const child = fork(join(import.meta.dirname, "http-front/server.ts"), [variant, protocol], {
    execArgv: ["--no-warnings", ...process.execArgv],
  });
  const [message] = (await once(child, "message")) as [{ port: number }];
  return { child, port: message.port };
}

async function cpuOf({ child }: Server): Promise<number> {
  child.send("cpu");
  const [usage] = (await once(child, "message")) as [{ userUs: number; systemUs: number }];
  return usage.userUs + usage.systemUs;
}

async function measure(server: Server, protocol: Protocol, method: Method): Promise<number> {
  const run = await LoadRun.start({ protocol, method, port: server.port, connections: CONNECTIONS });
  const roundMs = (Number(values.seconds) * 1000) / (ROUNDS * VARIANTS.length);
  await pause(roundMs / 5);
  const [before, first] = [await cpuOf(server), run.answers];
  await pause(roundMs);
  const [after, last] = [await cpuOf(server), run.answers];
  run.stop();
  return (after - before) / (last - first);
}

async function row(protocol: Protocol, method: Method): Promise<Row> {
  const samples: Record<Variant, number[]> = { node: [], hono: [], front: [] };
  const servers = new Map<Variant, Server>();
  for (const variant of VARIANTS) servers.set(variant, await startServer(variant, protocol));
  for (let round = 0; round < ROUNDS; round++) {
    for (const [variant, server] of servers) samples[variant].push(await measure(server, protocol, method));
  }
  for (const { child } of servers.values()) child.kill();
  const microseconds = { node: quiet(samples.node), hono: quiet(samples.hono), front: quiet(samples.front) };
  return { protocol, method, microseconds, ofHono: microseconds.front / microseconds.hono };
}

function quiet(list: readonly number[]): number {
  return list.toSorted((a, b) => a - b)[Math.floor(list.length / 4)] ?? Number.NaN;
}

const wanted = values.only.split(",");
const rows: Row[] = [];
for (const protocol of ["http1", "tls", "http2"] as const) {
  for (const method of ["GET", "POST"] as const) {
    if (
      values.only !== "" &&
      !(wanted.includes(protocol) && (wanted.includes(method) || wanted.length === 1))
    )
      continue;
    const measured = await row(protocol, method);
    rows.push(measured);
    if (!values.json) print(measured);
  }
}
if (values.json) console.log(JSON.stringify({ rows, mostOfHono: MOST_OF_HONO }, null, 2));
if (rows.some(({ protocol, ofHono }) => protocol === "http1" && ofHono > MOST_OF_HONO)) process.exitCode = 1;

function print({ protocol, method, microseconds, ofHono }: Row): void {
  const [node, hono, front] = VARIANTS.map((variant) => microseconds[variant].toFixed(1).padStart(6));
  console.log(
    `${protocol.padEnd(6)} ${method.padEnd(4)}  node ${node}  hono ${hono}  front ${front} µs  ${ofHono.toFixed(2)} of Hono`,
  );
}
