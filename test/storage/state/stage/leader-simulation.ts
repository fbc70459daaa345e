// Clients that read, compute and propose against a leader's checks, in simulated time: a sequential model beside it says
// at each apply whether what was accepted is right. One millisecond a step; everything random comes from a seed.
import assert from "node:assert/strict";
import type { Check } from "#storage/consensus.ts";
import { type Candidate, LeaderChecks } from "#storage/state/leader-checks.ts";
import { seededRandom } from "#test/seeded-random.ts";

export interface Plan {
  keys: readonly string[];
  /** Keys written without having been looked at. */
  blind: readonly string[];
}

export interface SimulationOptions {
  seed: number;
  clients: number;
  /** Successes that each client wants. */
  successes: number;
  /** What one request reads and writes. */
  plan(random: { below(limit: number): number }): Plan;
  /** How long a client takes between its reads and its proposal, at most. */
  thinkMs?: number;
  /** How long an accepted proposal takes to be applied, at most. */
  commitMs?: number;
  /** One in so many woken clients never comes back. */
  desertersOneIn?: number;
}

interface Client {
  name: string;
  plan: Plan;
  left: number;
  tries: number;
  sinceMs: number;
  /** When it will propose what it has read; undefined: it waits for an answer. */
  proposesAtMs: number | undefined;
  checks: readonly Check[];
}

interface Offered extends Candidate {
  client: Client;
}

export interface Figures {
  successes: number;
  /** Most tries that a success took. */
  mostTries: number;
  meanTries: number;
  /** Longest from the first try to the success, milliseconds. */
  longestMs: number;
  /** When the last client was done. */
  endedMs: number;
  /** In the order in which they were parked and woken, per key. */
  parkedOrder: Map<string, string[]>;
  wokenOrder: Map<string, string[]>;
}

const EXPIRE_EVERY_MS = 10;
const MAX_MS = 300_000;

export class LeaderSimulation {
  readonly #options: SimulationOptions;
  readonly #random: { below(limit: number): number };
  readonly #applied = new Map<string, number>();
  readonly #checks = new LeaderChecks<Offered>((key) => this.#applied.get(key) ?? 0);
  readonly #log: { offered: Offered; appliesAtMs: number }[] = [];
  readonly #clients: Client[];
  readonly #tries: number[] = [];
  readonly figures: Figures = {
    successes: 0,
    mostTries: 0,
    meanTries: 0,
    longestMs: 0,
    endedMs: 0,
    parkedOrder: new Map(),
    wokenOrder: new Map(),
  };
  #nowMs = 0;
  #requests = 0;
  #index = 0;

  constructor(options: SimulationOptions) {
    this.#options = options;
    this.#random = seededRandom(options.seed);
    this.#clients = Array.from({ length: options.clients }, () => this.#newClient());
  }

  /** Until every client has its successes. @throws when that takes longer than five simulated minutes */
  run(): Figures {
    while (this.#clients.some((client) => client.left > 0)) {
      assert.ok(this.#nowMs < MAX_MS, "the clients never come to their end");
      this.#step();
    }
    this.figures.endedMs = this.#nowMs;
    this.figures.meanTries = this.#tries.reduce((sum, tries) => sum + tries, 0) / this.#tries.length;
    assert.equal(this.#checks.parked, 0);
    return this.figures;
  }

  #step(): void {
    this.#nowMs++;
    while (this.#log[0] && this.#log[0].appliesAtMs <= this.#nowMs) this.#applyNext();
    if (this.#nowMs % EXPIRE_EVERY_MS === 0) {
      for (const { candidate, key } of this.#checks.expire(this.#nowMs)) this.#conflict(candidate, key);
    }
    for (const client of this.#clients) {
      if (client.left > 0 && (client.proposesAtMs ?? Number.POSITIVE_INFINITY) <= this.#nowMs)
        this.#offer(client);
    }
  }

  #offer(client: Client): void {
    client.proposesAtMs = undefined;
    client.tries++;
    const { keys, blind } = client.plan;
    const offered: Offered = { name: client.name, checks: client.checks, keys: [...keys, ...blind], client };
    const verdict = this.#checks.offer(offered, this.#nowMs);
    if (verdict.kind === "conflict") this.#read(client);
    if (verdict.kind === "parked") this.#note(this.figures.parkedOrder, client.name);
    if (verdict.kind !== "accept") return;
    const last = this.#log.at(-1)?.appliesAtMs ?? 0;
    const delayMs = 1 + this.#random.below(this.#options.commitMs ?? 3);
    this.#log.push({ offered, appliesAtMs: Math.max(last, this.#nowMs + delayMs) });
  }

  /** The model: entries take effect one after the other, and what was checked must hold when they do. */
  #applyNext(): void {
    const { offered } = this.#log.shift() as { offered: Offered };
    for (const check of offered.checks) {
      assert.equal(this.#applied.get(check.key) ?? 0, check.version, "a condition holds at its apply");
    }
    this.#index++;
    // One in seven writes deletes.
    for (const key of offered.keys) this.#applied.set(key, this.#index % 7 === 0 ? 0 : this.#index);
    const { client } = offered;
    this.#succeed(client);
    for (const { candidate, key } of this.#checks.settle(offered.keys, this.#nowMs))
      this.#conflict(candidate, key);
  }

  #succeed(client: Client): void {
    this.figures.successes++;
    this.figures.mostTries = Math.max(this.figures.mostTries, client.tries);
    this.figures.longestMs = Math.max(this.figures.longestMs, this.#nowMs - client.sinceMs);
    this.#tries.push(client.tries);
    client.left--;
    this.#begin(client);
  }

  #conflict({ client }: Offered, key: string): void {
    this.#note(this.figures.wokenOrder, client.name);
    assert.ok(client.proposesAtMs === undefined, `one answer to one proposal (${key})`);
    const oneIn = this.#options.desertersOneIn;
    if (oneIn !== undefined && this.#random.below(oneIn) === 0) {
      client.left--;
      this.#begin(client);
    } else this.#read(client);
  }

  #newClient(): Client {
    const client: Client = {
      name: "",
      plan: { keys: [], blind: [] },
      left: this.#options.successes,
      tries: 0,
      sinceMs: 0,
      proposesAtMs: undefined,
      checks: [],
    };
    this.#begin(client);
    return client;
  }

  /** A request of its own name. */
  #begin(client: Client): void {
    client.name = `request-${++this.#requests}`;
    client.plan = this.#options.plan(this.#random);
    client.tries = 0;
    client.sinceMs = this.#nowMs;
    this.#read(client);
  }

  #read(client: Client): void {
    client.checks = client.plan.keys.map((key) => ({ key, version: this.#applied.get(key) ?? 0 }));
    client.proposesAtMs = this.#nowMs + this.#random.below((this.#options.thinkMs ?? 2) + 1);
  }

  #note(order: Map<string, string[]>, name: string): void {
    order.set("all", [...(order.get("all") ?? []), name]);
  }
}
