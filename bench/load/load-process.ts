// The load, in a process of its own: `connections` clients that each send, wait, and send again for `seconds`. Told what
// to do and asked for figures over its IPC channel.
import { RawClient, type Target } from "./raw-client.ts";

export interface LoadOrder {
  target: Target;
  connections: number;
  seconds: number;
  warmupSeconds: number;
  /** Request line, headers and body as they go out; `{n}` is replaced by a number below `keys`, drawn evenly. */
  request: string;
  keys: number;
}

export interface LoadResult {
  requests: number;
  seconds: number;
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
  maxMs: number;
  /** Answers by status. */
  statuses: Record<string, number>;
}

process.on("message", (order: LoadOrder) => {
  run(order).then(
    (result) => process.send?.(result),
    (error) => process.send?.({ error: String(error) }),
  );
});

async function run(order: LoadOrder): Promise<LoadResult> {
  const clients = await Promise.all(
    Array.from({ length: order.connections }, () => RawClient.open(order.target)),
  );
  const requests = prepare(order);
  const meter = new Meter();
  const beginAt = performance.now() + order.warmupSeconds * 1000;
  const endAt = beginAt + order.seconds * 1000;
  await Promise.all(clients.map((client) => loop(client, requests, { meter, beginAt, endAt })));
  for (const client of clients) client.close();
  return meter.result(order.seconds);
}

interface Window {
  meter: Meter;
  beginAt: number;
  endAt: number;
}

async function loop(
  client: RawClient,
  requests: readonly Buffer[],
  { meter, beginAt, endAt }: Window,
): Promise<void> {
  for (let startedAt = performance.now(); startedAt < endAt; ) {
    const request = requests[Math.floor(Math.random() * requests.length)];
    if (!request) return;
    const status = await client.send(request);
    const now = performance.now();
    if (startedAt >= beginAt && now <= endAt) meter.note(status, now - startedAt);
    startedAt = now;
  }
}

/** Made beforehand up to a bound: a bench must not measure its own string building. */
function prepare({ request, keys }: LoadOrder): Buffer[] {
  const many = request.includes("{n}") ? Math.min(keys, 200_000) : 1;
  return Array.from({ length: many }, (_, at) => {
    const number = many === keys ? at : Math.floor(Math.random() * keys);
    return Buffer.from(request.replaceAll("{n}", String(number)));
  });
}

class Meter {
  readonly #times: number[] = [];
  readonly #statuses: Record<string, number> = {};

  note(status: number, ms: number): void {
    this.#times.push(ms);
    this.#statuses[status] = (this.#statuses[status] ?? 0) + 1;
  }

  result(seconds: number): LoadResult {
    const times = Float64Array.from(this.#times).sort();
    const at = (share: number): number =>
      times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
    return {
      requests: times.length,
      seconds,
      perSecond: times.length / seconds,
      p50Ms: at(0.5),
      p99Ms: at(0.99),
      maxMs: at(1),
      statuses: this.#statuses,
    };
  }
}
