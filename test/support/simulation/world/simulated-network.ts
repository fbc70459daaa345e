// What carries batches between nodes: mostly in order and soon, sometimes late, twice, out of order or never. Links
// can be cut in one direction or both, in any pattern.
import type { PeerBatch } from "#raft/node/ports/transport.ts";
import type { SeededRandom } from "#test/simulated-disk/seeded-random.ts";
import type { FaultCounts } from "./fault-counts.ts";
import type { VirtualTime } from "./virtual-time.ts";

export interface NetworkWeather {
  readonly dropShare: number;
  readonly duplicateShare: number;
  readonly reorderShare: number;
  readonly delayShare: number;
  /** Usual one-way time, and how much it varies. */
  readonly usualMs: number;
  readonly jitterMs: number;
  /** Of the delayed ones. */
  readonly longestMs: number;
}

export const CALM: NetworkWeather = {
  dropShare: 0,
  duplicateShare: 0,
  reorderShare: 0,
  delayShare: 0,
  usualMs: 0.3,
  jitterMs: 0.3,
  longestMs: 0,
};

export interface NetworkOptions {
  readonly time: VirtualTime;
  readonly random: SeededRandom;
  readonly counts: FaultCounts;
  readonly deliver: (from: number, to: number, batch: PeerBatch) => void;
}

interface Remembered {
  readonly from: number;
  readonly to: number;
  readonly batch: PeerBatch;
  readonly sentAtMs: number;
}

const REMEMBERED = 24;
const MINUTE_MS = 60_000;

export class SimulatedNetwork {
  weather: NetworkWeather = CALM;
  readonly #options: NetworkOptions;
  /** Pairs that hear nothing, with how many partitions say so. */
  readonly #cut = new Map<string, number>();
  readonly #lastArrivalMs = new Map<string, number>();
  /** Grows when the connection of a pair breaks: what was on its way is gone. */
  readonly #connections = new Map<string, number>();
  readonly #remembered: Remembered[] = [];
  #sent = 0;

  constructor(options: NetworkOptions) {
    this.#options = options;
  }

  isCut(from: number, to: number): boolean {
    return (this.#cut.get(`${from}>${to}`) ?? 0) > 0;
  }

  /** Cuts each pair in the given direction. Returns how to heal. */
  cut(pairs: readonly (readonly [from: number, to: number])[]): () => void {
    for (const [from, to] of pairs) this.#change(from, to, 1);
    let isHealed = false;
    return () => {
      if (isHealed) return;
      isHealed = true;
      for (const [from, to] of pairs) this.#change(from, to, -1);
    };
  }

  healAll(): void {
    this.#cut.clear();
    this.weather = CALM;
  }

  /** What is on its way between the two is lost. */
  reset(a: number, b: number): void {
    for (const pair of [`${a}>${b}`, `${b}>${a}`]) {
      this.#connections.set(pair, (this.#connections.get(pair) ?? 0) + 1);
    }
  }

  /** How long a byte takes from one to the other; `undefined` when none arrives. */
  delayMs(from: number, to: number): number | undefined {
    if (this.isCut(from, to)) return undefined;
    return this.weather.usualMs + this.#jitter();
  }

  send(from: number, to: number, batch: PeerBatch): void {
    // Heartbeats have a connection of their own.
    const beats = batch.messages.filter(({ kind }) => kind.startsWith("heartbeat"));
    if (beats.length === 0 || beats.length === batch.messages.length) {
      this.#launch(from, to, batch);
      return;
    }
    this.#launch(from, to, { ...batch, messages: beats });
    const others = batch.messages.filter(({ kind }) => !kind.startsWith("heartbeat"));
    this.#launch(from, to, { ...batch, messages: others });
  }

  /** Delivers something old once more. */
  replay(): void {
    const { random, time, counts } = this.#options;
    for (const { from, to, batch, sentAtMs } of this.#remembered) {
      if (!random.chance(0.5) || this.isCut(from, to)) continue;
      if (time.nowMs - sentAtMs >= MINUTE_MS) counts["message replayed after minutes"]++;
      time.after(random.below(50), () => this.#arrive(from, to, batch));
    }
  }

  #launch(from: number, to: number, batch: PeerBatch): void {
    const { random, counts, time } = this.#options;
    this.#remember({ from, to, batch, sentAtMs: time.nowMs });
    if (this.isCut(from, to)) return;
    if (random.chance(this.weather.dropShare)) {
      counts["message dropped"]++;
      return;
    }
    this.#travel(from, to, batch);
    if (!random.chance(this.weather.duplicateShare)) return;
    counts["message duplicated"]++;
    this.#travel(from, to, batch);
  }

  #travel(from: number, to: number, batch: PeerBatch): void {
    const { time, random, counts } = this.#options;
    const stream = batch.messages[0]?.kind.startsWith("heartbeat") ? "beats" : "raft";
    const pair = `${from}>${to}`;
    const connection = this.#connections.get(pair) ?? 0;
    let atMs = time.nowMs + this.weather.usualMs + this.#jitter();
    if (random.chance(this.weather.delayShare)) {
      counts["message delayed"]++;
      atMs += random.below(this.weather.longestMs + 1);
    }
    const key = `${pair} ${stream}`;
    const lastMs = this.#lastArrivalMs.get(key) ?? 0;
    if (random.chance(this.weather.reorderShare)) {
      if (atMs < lastMs) counts["message reordered"]++;
    } else {
      atMs = Math.max(atMs, lastMs);
      this.#lastArrivalMs.set(key, atMs);
    }
    time.after(atMs - time.nowMs, () => {
      if (this.isCut(from, to) || connection !== (this.#connections.get(pair) ?? 0)) return;
      this.#arrive(from, to, batch);
    });
  }

  #arrive(from: number, to: number, batch: PeerBatch): void {
    this.#options.deliver(from, to, batch);
  }

  #remember(sent: Remembered): void {
    const { random } = this.#options;
    this.#sent++;
    if (this.#remembered.length < REMEMBERED) this.#remembered.push(sent);
    else if (random.chance(REMEMBERED / Math.min(this.#sent, 2000))) {
      this.#remembered[random.below(REMEMBERED)] = sent;
    }
  }

  #change(from: number, to: number, by: number): void {
    const pair = `${from}>${to}`;
    this.#cut.set(pair, Math.max(0, (this.#cut.get(pair) ?? 0) + by));
  }

  #jitter(): number {
    return (this.#options.random.next() / 0x1_0000_0000) * this.weather.jitterMs;
  }
}
