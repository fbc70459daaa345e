// Loads servers in turns with bare Hono, which answers a read of the same bytes, whatever they are asked: the harder
// measure for everything but reads.
import { type Contestant, contest, type Standing } from "../load/contest.ts";
import type { Target } from "../load/http1-client.ts";
import { Load } from "../load/load.ts";
import { numbered, type RequestParts } from "../load/request-parts.ts";
import type { Row } from "../report/report.ts";
import type { BareHono, CannedAnswer } from "./bare-hono.ts";

/** What is asked, of whom. `{n}` in the request is below `keys`. */
export interface Question {
  target: Target;
  request: RequestParts;
  keys: number;
}

export interface Entrant extends Question {
  /** Of the row in the report. */
  name: string;
  pid: number;
}

export interface BesideHonoOptions {
  hono: BareHono;
  /** Over plain HTTP/1.1: its answer is the one that bare Hono gives. */
  sample: Question;
  connections: number;
  rounds: number;
  sliceMs: number;
}

export async function besideHono(options: BesideHonoOptions, entrants: readonly Entrant[]): Promise<Row[]> {
  const { hono, sample, connections } = options;
  await hono.answerWith(await answerOf(sample));
  using loads = new DisposableStack();
  const enter = async ({ target, request, keys }: Question): Promise<Load> =>
    loads.use(await Load.open({ target, connections, request, keys }));
  const bare: Target = { host: "127.0.0.1", port: hono.port, protocol: "http1" };
  const { path, token = "" } = sample.request;
  const request: RequestParts = { method: "GET", path, token };
  const contestants: Contestant[] = [
    { name: "hono", serverPid: hono.pid, load: await enter({ ...sample, target: bare, request }) },
  ];
  for (const entrant of entrants) {
    contestants.push({ name: entrant.name, serverPid: entrant.pid, load: await enter(entrant) });
  }
  const [calibration, ...own] = await contest(contestants, options);
  if (!calibration) return [];
  return own.map((standing, at) => ({
    name: entrants[at]?.name ?? "",
    figures: figuresOf(standing, calibration),
  }));
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
async function answerOf({ target: { host, port }, request }: Question): Promise<CannedAnswer> {
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
