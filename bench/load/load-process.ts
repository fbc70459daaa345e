// The load, in a process of its own: `connections` clients that each send, wait, and send again, for one slice of time
// after the other. Asked over its IPC channel.
import { setTimeout as delay } from "node:timers/promises";
import { Http1Client, type Target } from "./http1-client.ts";
import { Http2Client } from "./http2-client.ts";
import type { LoadClient, PreparedRequest } from "./load-client.ts";
import { isNumbered, numbered, type RequestParts, requestBytes } from "./request-parts.ts";

export interface LoadOrder {
  target: Target;
  connections: number;
  /** `{n}` is replaced by a number below `keys`, drawn evenly. */
  request: RequestParts;
  keys: number;
  /** At most so many, evenly spaced; without: each client sends again as soon as it is answered. */
  perSecond?: number;
}

/** `each`: every key once, in order, however long it takes. */
export type LoadCall = { open: LoadOrder } | { sliceMs: number } | { each: true };

export interface Slice {
  /** Whole answers, by status. */
  statuses: Record<string, number>;
  answers: number;
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
}

const PREPARED = 100_000;

let order: LoadOrder;
let clients: LoadClient[] = [];
let requests: PreparedRequest[] = [];

// Nobody is left to ask.
process.on("disconnect", () => process.exit());
process.on("message", (call: LoadCall) => {
  answer(call).then(
    (result) => process.send?.({ result }),
    (error) => process.send?.({ error: String(error) }),
  );
});

async function answer(call: LoadCall): Promise<Slice | undefined> {
  if ("open" in call) {
    order = call.open;
    const { target, connections } = order;
    const open = target.protocol === "http2" ? Http2Client.open : Http1Client.open;
    clients = await Promise.all(Array.from({ length: connections }, () => open(target)));
    return undefined;
  }
  return "each" in call ? eachOnce() : slice(call.sliceMs);
}

function slice(ms: number): Promise<Slice> {
  if (requests.length === 0) requests = prepared();
  const endAt = performance.now() + ms;
  return measured(() =>
    performance.now() < endAt ? requests[Math.floor(Math.random() * requests.length)] : undefined,
  );
}

function eachOnce(): Promise<Slice> {
  let next = 0;
  return measured(() => (next < order.keys ? prepare(next++) : undefined));
}

async function measured(next: () => PreparedRequest | undefined): Promise<Slice> {
  const times: number[] = [];
  const statuses: Record<string, number> = {};
  const startedAt = performance.now();
  let sent = 0;
  await Promise.all(
    clients.map(async (client) => {
      for (let request = next(); request; request = next()) {
        const sentAt = await due(startedAt, sent++);
        const status = await client.send(request);
        times.push(performance.now() - sentAt);
        statuses[status] = (statuses[status] ?? 0) + 1;
      }
    }),
  );
  const seconds = (performance.now() - startedAt) / 1000;
  const sorted = Float64Array.from(times).sort();
  const at = (share: number): number => sorted[Math.floor(sorted.length * share)] ?? Number.NaN;
  return {
    statuses,
    answers: times.length,
    perSecond: times.length / seconds,
    p50Ms: at(0.5),
    p99Ms: at(0.99),
  };
}

/** When a request is to be sent: waiting for its turn is its own time only where no client was free. */
async function due(startedAt: number, at: number): Promise<number> {
  const { perSecond } = order;
  const dueAt = perSecond === undefined ? 0 : startedAt + (at * 1000) / perSecond;
  const waitMs = dueAt - performance.now();
  if (waitMs > 0) await delay(waitMs);
  return waitMs > 0 || perSecond === undefined ? performance.now() : dueAt;
}

/** All keys, or as many drawn evenly as there is room for. */
function prepared(): PreparedRequest[] {
  const { request, keys } = order;
  if (!isNumbered(request)) return [prepare(0)];
  const drawn = (at: number): number => (keys <= PREPARED ? at : Math.floor(Math.random() * keys));
  return Array.from({ length: Math.min(keys, PREPARED) }, (_, at) => prepare(drawn(at)));
}

function prepare(number: number): PreparedRequest {
  const parts = numbered(order.request, number);
  return { parts, bytes: requestBytes(parts) };
}
