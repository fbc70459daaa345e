// A client that does one thing after the other: reads, writes, and changes what it has read. It asks whatever node it
// thinks leads, is patient only so long, and sends again what may not have been executed, under the same id.
import { ByteReader } from "#base/byte-reader.ts";
import { ByteWriter } from "#base/byte-writer.ts";
import type { Outcome, Proposal } from "#storage/consensus.ts";
import { proposalName } from "#storage/proposal-id.ts";
import type { Write } from "#storage/write.ts";
import type { SeededRandom } from "#test/simulated-disk/seeded-random.ts";
import type { SimulatedMachine } from "../node/simulated-machine.ts";
import type { World } from "../world/world.ts";
import type { ClientHistory } from "./client-history.ts";
import type { Operation } from "./operation.ts";
import type { ReadAnswer } from "./request-desk.ts";

export interface ClientOptions {
  readonly number: number;
  readonly world: World;
  readonly history: ClientHistory;
  /** Machines that clients know of. */
  readonly machines: () => readonly SimulatedMachine[];
}

/** A write and all that is known of its attempts. */
interface Attempts {
  readonly proposal: Omit<Proposal, "epoch">;
  readonly name: string;
  readonly operations: readonly Omit<Operation, "endedAt">[];
  sent: number;
  /** Attempts whose answer never came. */
  unanswered: number;
  isUnknown: boolean;
}

const MOST_ATTEMPTS = 6;
const VALUE_BYTES = 8;

export class Client {
  readonly #options: ClientOptions;
  readonly #random: SeededRandom;
  #sequence = 0;
  #leader = 0;
  #isStopped = false;
  thinkMs: number;

  constructor(options: ClientOptions) {
    this.#options = options;
    this.#random = options.world.fork(`client ${options.number}`);
    this.thinkMs = options.world.settings.thinkMs;
  }

  start(): void {
    this.#think();
  }

  stop(): void {
    this.#isStopped = true;
  }

  #think(): void {
    if (this.#isStopped) return;
    this.#after(this.#random.below(this.thinkMs * 2 + 1), () => this.#act());
  }

  #act(): void {
    const key = this.#key();
    const chance = this.#random.below(100);
    if (chance < 40) this.#read(key, () => this.#think());
    else if (chance < 65) this.#write([key], this.#value());
    else if (chance < 70) this.#write([key], 0);
    else if (chance < 76) this.#write([key, this.#key()], this.#value());
    else this.#change(key);
  }

  #read(key: string, done: (found: { value: number; version: number } | undefined) => void): void {
    const { history, world } = this.#options;
    const begunAt = history.next();
    const floor = history.timeFloor();
    this.#ask<ReadAnswer>(
      { found: undefined, logTimeMs: 0 },
      (machine, answer) => {
        const desk = machine.process?.desk;
        if (desk === undefined || machine.isSealed) answer({ found: undefined, logTimeMs: 0 });
        else desk.read(key, answer);
      },
      (answer) => {
        world.events.clientOperations++;
        if (answer?.found === undefined) {
          this.#leader = 0;
          done(undefined);
          return;
        }
        const value = decodeValue(answer.found.value);
        history.timeRead(answer.logTimeMs, floor);
        const { number: client } = this.#options;
        history.add({ client, key, kind: "read", expected: 0, value, begunAt, endedAt: history.next() });
        done({ value, version: answer.found.version });
      },
    );
  }

  #write(keys: readonly string[], value: number): void {
    const begunAt = this.#options.history.next();
    const client = this.#options.number;
    const distinct = [...new Set(keys)];
    const operations = distinct.map((key) => ({
      client,
      key,
      kind: "write" as const,
      expected: 0,
      value,
      begunAt,
    }));
    this.#attempt(
      this.#attempts(
        distinct.map((key) => this.#writeOf(key, value)),
        [],
        operations,
      ),
    );
  }

  /** Read, then write only if nobody else has meanwhile. */
  #change(key: string): void {
    this.#read(key, (found) => {
      if (found === undefined) {
        this.#think();
        return;
      }
      const value = this.#value();
      const client = this.#options.number;
      const begunAt = this.#options.history.next();
      const operation = { client, key, kind: "cas" as const, expected: found.value, value, begunAt };
      const checks = [{ key, version: found.version }];
      this.#attempt(this.#attempts([this.#writeOf(key, value)], checks, [operation]));
    });
  }

  #attempts(writes: Write[], checks: Proposal["checks"], operations: Attempts["operations"]): Attempts {
    const id = { origin: this.#options.number, sequence: ++this.#sequence, sentAtMs: 0 };
    const proposal = { checks, writes, id };
    this.#options.history.begin(operations);
    return { proposal, name: proposalName(id), operations, sent: 0, unanswered: 0, isUnknown: false };
  }

  #attempt(attempts: Attempts): void {
    const { faults } = this.#options.world;
    if (attempts.sent++ > 0) faults["request sent again"]++;
    this.#ask<Outcome>(
      { kind: "not-leader" },
      (machine, answer) => {
        const desk = machine.process?.desk;
        const node = machine.process?.node;
        if (desk === undefined || node === undefined || machine.isSealed) {
          answer({ kind: "not-leader" });
          return;
        }
        const { id } = attempts.proposal;
        if (id.sentAtMs === 0) id.sentAtMs = node.clock.nowMs();
        desk.propose({ ...attempts.proposal, epoch: machine.process?.status.get("sealEpoch") ?? 0 }, answer);
      },
      (outcome) => this.#settle(attempts, outcome),
    );
  }

  #settle(attempts: Attempts, outcome: Outcome | undefined): void {
    const { history } = this.#options;
    if (outcome === undefined) attempts.unanswered++;
    switch (outcome?.kind) {
      case "committed":
        history.committed(attempts.name, outcome.version);
        this.#finish(attempts, history.next());
        return;
      case "unknown":
        attempts.isUnknown = true;
        this.#again(attempts);
        return;
      case "conflict":
        this.#refused(attempts);
        return;
      case "not-leader":
        this.#leader = 0;
        this.#again(attempts);
        return;
      default:
        this.#again(attempts);
    }
  }

  #again(attempts: Attempts): void {
    if (attempts.sent >= MOST_ATTEMPTS || this.#isStopped) this.#refused(attempts);
    else this.#after(this.#random.below(60), () => this.#attempt(attempts));
  }

  /** No attempt was answered with success. */
  #refused(attempts: Attempts): void {
    if (attempts.unanswered > 0 || attempts.isUnknown) {
      this.#finish(attempts, Number.POSITIVE_INFINITY);
      return;
    }
    this.#options.history.notExecuted(attempts.name);
    this.#options.history.end(attempts.operations, undefined);
    this.#options.world.events.clientOperations++;
    this.#think();
  }

  #finish(attempts: Attempts, endedAt: number): void {
    this.#options.history.end(attempts.operations, endedAt);
    this.#options.world.events.clientOperations++;
    this.#think();
  }

  /** Sends a request and waits for its answer, `undefined` when patience ends first. */
  #ask<Answer>(
    refusal: Answer,
    send: (machine: SimulatedMachine, answer: (answer: Answer) => void) => void,
    done: (answer: Answer | undefined) => void,
  ): void {
    const machine = this.#choose();
    const { time } = this.#options.world;
    let isOver = false;
    const conclude = (answer: Answer | undefined): void => {
      if (isOver) return;
      isOver = true;
      patience.isCancelled = true;
      if (answer !== undefined && machine !== undefined) this.#leader = machine.id;
      done(answer);
    };
    const patience = time.after(200 + this.#random.below(1500), () => conclude(undefined));
    if (machine === undefined) return;
    this.#after(this.#travelMs(), () => {
      const { process } = machine;
      if (process === undefined || !process.isUp) {
        conclude(refusal);
        return;
      }
      process.threads.later("request", 0, () =>
        send(machine, (answer) => this.#after(this.#travelMs(), () => conclude(answer))),
      );
    });
  }

  #choose(): SimulatedMachine | undefined {
    const machines = this.#options.machines();
    const known = machines.find(({ id }) => id === this.#leader);
    if (known?.isUp && this.#random.chance(0.9)) return known;
    const up = machines.filter((machine) => machine.isUp);
    return up[this.#random.below(Math.max(1, up.length))];
  }

  #key(): string {
    return `logical/k${this.#random.below(this.#options.world.settings.keys)}`;
  }

  /** Never used twice in a run. */
  #value(): number {
    return this.#options.number * 1_000_000 + this.#options.history.next();
  }

  #writeOf(key: string, value: number): Write {
    return value === 0
      ? { key, value: undefined }
      : { key, value: encodeValue(value, this.#random.below(60)) };
  }

  #travelMs(): number {
    return 0.05 + this.#random.below(1000) / 2000;
  }

  #after(ms: number, run: () => void): void {
    this.#options.world.time.after(ms, run);
  }
}

function encodeValue(value: number, padding: number): Uint8Array {
  return new ByteWriter(VALUE_BYTES + padding).u64(value).raw(new Uint8Array(padding)).finish().slice();
}

function decodeValue(bytes: Uint8Array | undefined): number {
  return bytes === undefined ? 0 : new ByteReader(bytes).u64();
}
